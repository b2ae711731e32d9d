using PluginHost.Plugins.Classification;
using PluginHost.Plugins.Der;

namespace PluginHost.Classification.Tests;

/// <summary>DER++ with exemplars on classes that grow: scores stored before the model grew are of fewer classes.</summary>
public sealed class StoredScoresTests
{
    [Fact]
    public void Scores_of_fewer_classes_are_compared_over_those_each_with_its_own_item()
    {
        double[][] stored = [[1, 0, -1], [0.5, 2], [0, 1, 3], [-1, 1]];
        using var scores = tensor(new float[,] { { 1, 2, 0 }, { 0, 1, 5 }, { 2, 0, 1 }, { 1, 1, -2 } });
        var draw = new Draw { Training = true, Seed = 0, Sources = [] };
        StoredItem[] items = [.. stored.Select(row => new StoredItem(draw, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [OutputKeys.Logits] = tensor(row.Select(value => (float)value).ToArray()).unsqueeze(0),
        }))];

        using var batch = new Batch([draw, draw, draw, draw], new Dictionary<string, Tensor>(StringComparer.Ordinal));
        var student = new ModelOutput(null, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Logits] = scores });

        using var distances = DerStrategy.Distances(new ClassificationTask(new()), student, items, batch);

        double Expected(int i)
        {
            var row = stored[i];
            double[] own = [.. Enumerable.Range(0, row.Length).Select(k => (double)scores[i, k].ToSingle())];
            var (taught, logarithms) = (Softmax(row), Softmax(own).Select(share => Math.Log(share)).ToArray());
            return -taught.Zip(logarithms, (share, logarithm) => share * logarithm).Sum();
        }

        // Three classes first, then two: items are compared in groups.
        distances.data<float>().ToArray().Select(value => (double)value).ShouldBe([Expected(0), Expected(2), Expected(1), Expected(3)], 1e-6);
    }

    [Fact]
    public async Task A_stream_of_growing_classes_is_learned_to_its_end()
    {
        using var run = new ToyRun();
        using var job = await new ClassificationJob(run, new DerStrategy(new())).Run();
        var stored = job.Events.Of<StepCompleted>().Where(step => step.Experience == 2).Select(step => step.Terms.Single(term => term.Key == "stored").Value);
        stored.ShouldAllBe(term => double.IsFinite(term) && term > 0);
    }

    private static double[] Softmax(double[] scores)
    {
        double[] powers = [.. scores.Select(Math.Exp)];
        return [.. powers.Select(power => power / powers.Sum())];
    }
}
