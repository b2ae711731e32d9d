using PluginHost.Plugins.Retrieval;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>Recall, ranks, the gap and forgetting, against references and by hand.</summary>
public sealed class RetrievalTests
{
    [Fact]
    public void Figures_are_those_of_the_reference_with_groups_and_a_gallery_that_does_not_count()
    {
        using var metric = new RetrievalMetric(new());
        string[] groups = [.. References.At("group").AsArray().Select(group => (string)group!)];
        metric.Reset();
        Update(metric, References.Tensor(References.At("queriesA")), References.Tensor(References.At("queriesV")), groups, 0, 5);
        Update(metric, References.Tensor(References.At("queriesA")), References.Tensor(References.At("queriesV")), groups, 5, 7);
        var wanted = References.At("figures").AsArray().Select(each => (double)each!).ToArray();
        var found = metric.Compute();
        metric.Figures.Count.ShouldBe(wanted.Length);
        for (var i = 0; i < wanted.Length; i++) found[i]!.Value.ShouldBe(wanted[i], 1e-5, metric.Figures[i].Name);
    }

    [Fact]
    public void Embeddings_that_are_all_equal_have_the_worst_rank()
    {
        using var metric = new RetrievalMetric(new() { Ranks = [1] });
        metric.Reset();
        Update(metric, ones(9, 3), ones(9, 3), ["", "", "", "", "", "", "", "", ""], 0, 9);
        var found = metric.Compute();
        found.ShouldBe([0.0, 0.0, 9.0, 0.0, 9.0, 0.0]);
    }

    [Fact]
    public void A_test_without_pairs_has_no_figures_and_says_why()
    {
        using var metric = new RetrievalMetric(new());
        metric.Reset();
        metric.Compute().ShouldAllBe(value => value == null);
        metric.WhyUndefined(metric.Figures[0]).ShouldBe("no pair was tested");
    }

    [Fact]
    public void Forgetting_as_the_script_counts_it_takes_in_the_last_experience()
    {
        // Losses 60 - 40 = 20 and 50 - 45 = 5; of the last one 10 - 70 = -60: (20 + 5 - 60) / 2.
        var matrix = new ScoreMatrix
        {
            Figure = new() { Name = "R@1" },
            Scores = [[60.0, 20.0, 5.0], [55.0, 50.0, 10.0], [40.0, 45.0, 70.0]],
        };
        new ScriptForgetting().Summarise(matrix).Single().Value.ShouldBe(-17.5);
        new ScriptForgetting().Summarise(matrix with { Scores = [[60.0], [55.0, 50.0], [40.0, 45.0, 70.0]] }).Single().Value.ShouldBeNull();
        // Ranks: less is better.
        var ranks = matrix with { Figure = new() { Name = "median rank", HigherIsBetter = false }, Scores = [[2.0, 9.0], [5.0, 3.0]] };
        new ScriptForgetting().Summarise(ranks).Single().Value.ShouldBe(3 - 6);
    }

    private static void Update(RetrievalMetric metric, Tensor audio, Tensor video, string[] groups, int first, int count)
    {
        using var prediction = new Prediction(
            [.. Enumerable.Range(first, count).Select(i => new Draw
            {
                Training = false,
                Sources = [new() { Sample = new() { Id = $"{i}", Split = Split.Test, Group = groups[i] }, Counted = i < 9 }],
            })],
            new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [AudioVisualKeys.AudioEmbeddings] = audio.narrow(0, first, count).clone(),
                [AudioVisualKeys.VideoEmbeddings] = video.narrow(0, first, count).clone(),
            });
        metric.Update(prediction);
    }
}
