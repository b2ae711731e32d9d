using PluginHost.Plugins.PairStrategies;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>The choice of patches by importance, correlation and chance.</summary>
public sealed class SelectionTests
{
    private const int Draws = 4000;

    [Fact]
    public void Without_a_past_the_most_important_patches_are_chosen()
    {
        PatchSelection.Top([0.1f, 0.4f, 0.2f, 0.4f, 0.3f], 3).ShouldBe([1, 3, 4]);
        PatchSelection.Top([0.1f, 0.4f], 0).ShouldBeEmpty();
    }

    [Fact]
    public void Exactly_k_different_patches_are_chosen_whatever_is_pruned()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new RandomStream((ulong)seed);
            float[] importance = [.. Enumerable.Range(0, 32).Select(p => p % 5 == 0 ? 0f : (float)random.NextDouble())];
            float[] ties = [.. Enumerable.Range(0, 32).Select(_ => seed % 3 == 0 ? 1f : (float)random.NextDouble())];
            foreach (var count in (int[])[1, 7, 16, 32])
            {
                foreach (var chosen in (int[][])[PatchSelection.Scattered(importance, ties, count, random), PatchSelection.Contiguous(importance, ties, count, 4, 2, random)])
                {
                    chosen.Length.ShouldBe(count);
                    chosen.Distinct().Count().ShouldBe(count);
                    chosen.ShouldAllBe(patch => patch >= 0 && patch < 32);
                }
            }
        }
    }

    [Fact]
    public void Pictures_are_drawn_without_replacement_in_proportion_to_importance()
    {
        // P(i first) = w_i; P(pair in either order) = w_i w_j / (1 - w_i) + w_j w_i / (1 - w_j).
        float[] weights = [0.5f, 0.3f, 0.15f, 0.05f];
        var first = new double[4];
        var pairs = new Dictionary<(int, int), double>();
        for (var seed = 0; seed < Draws; seed++)
        {
            var chosen = PatchSelection.Scattered(weights, new float[4], 2, new RandomStream((ulong)seed));
            first[chosen[0]] += 1.0 / Draws;
            var pair = (Math.Min(chosen[0], chosen[1]), Math.Max(chosen[0], chosen[1]));
            pairs[pair] = pairs.GetValueOrDefault(pair) + (1.0 / Draws);
        }

        for (var i = 0; i < 4; i++)
        {
            first[i].ShouldBe(weights[i], Tolerance(weights[i]));
            for (var j = i + 1; j < 4; j++)
            {
                var share = (weights[i] * weights[j] / (1 - weights[i])) + (weights[j] * weights[i] / (1 - weights[j]));
                pairs.GetValueOrDefault((i, j)).ShouldBe(share, Tolerance(share));
            }
        }
    }

    [Fact]
    public void A_patch_is_pruned_with_the_probability_of_its_correlation()
    {
        float[] ties = [0.8f, 0.2f, 0, 0];
        var kept = new double[4];
        for (var seed = 0; seed < Draws; seed++)
        {
            // Two places are enough for those that cannot be pruned; a third goes to patch 0 or 1.
            foreach (var patch in PatchSelection.Scattered([1, 1, 1e6f, 1e6f], ties, 3, new RandomStream((ulong)seed))) kept[patch] += 1.0 / Draws;
        }

        kept[2].ShouldBe(1, 1e-9);
        kept[3].ShouldBe(1, 1e-9);
        // Both stay: half; patch 0 alone stays: it; both pruned: by importance, so the first.
        var share = (0.2 * 0.8 / 2) + (0.2 * 0.2) + (0.8 * 0.2);
        kept[0].ShouldBe(share, Tolerance(share));
    }

    [Fact]
    public void Sound_is_chosen_in_chunks_and_one_chunk_at_most_is_cut()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomStream((ulong)seed);
            float[] importance = [.. Enumerable.Range(0, 48).Select(_ => (float)random.NextDouble())];
            // 12 times of 4 frequencies in chunks of 2: 6 chunks of 8 patches, of which 20 are 2 whole ones and a half.
            var chosen = PatchSelection.Contiguous(importance, new float[48], 20, 4, 2, random);
            var chunks = chosen.GroupBy(patch => patch / 8).ToDictionary(group => group.Key, group => group.Order().ToArray());
            chunks.Count.ShouldBe(3);
            var whole = chunks.Where(pair => pair.Value.Length == 8).Select(pair => pair.Key).ToArray();
            whole.Length.ShouldBe(2);
            var (cut, patches) = chunks.Single(pair => pair.Value.Length == 4);
            // What is left of it is contiguous, and lies at one of its ends.
            (patches[^1] - patches[0]).ShouldBe(3);
            var atStart = patches[0] == cut * 8;
            (atStart || patches[^1] == (cut * 8) + 7).ShouldBeTrue();
            var (before, after) = (whole.Contains(cut - 1), whole.Contains(cut + 1));
            if (before != after) atStart.ShouldBe(before);
        }
    }

    [Fact]
    public void Chunks_are_drawn_in_proportion_to_their_importance()
    {
        var first = new double[3];
        float[] importance = [.. new[] { 1, 3, 6 }.SelectMany(weight => Enumerable.Repeat(weight / 4f, 4))];
        for (var seed = 0; seed < Draws; seed++)
            first[PatchSelection.Contiguous(importance, new float[12], 4, 2, 2, new RandomStream((ulong)seed))[0] / 4] += 1.0 / Draws;
        for (var c = 0; c < 3; c++) first[c].ShouldBe(new[] { 0.1, 0.3, 0.6 }[c], Tolerance(0.4));
    }

    [Fact]
    public void A_derangement_keeps_half_of_the_videos_and_no_other()
    {
        for (var rows = 1; rows < 12; rows++)
        {
            var (videos, labels) = PatchReplayStrategy.Pairing(rows, new RandomStream(3));
            videos.Order().ShouldBe(Enumerable.Range(0, rows).Select(row => (long)row));
            for (var row = 0; row < rows; row++) (videos[row] == row).ShouldBe(labels[row] == 1);
            labels.Count(label => label == 1).ShouldBe(rows <= 2 ? rows : rows / 2);
        }
    }

    [Theory]
    [InlineData("more", "PP0101", "strategy.options.audioPatches")]
    [InlineData("share", "PP0101", "strategy.options.core")]
    [InlineData("chunk", "PP0102", "strategy.options.chunk")]
    public void More_patches_than_there_are_and_chunks_that_do_not_divide_are_findings(string what, string code, string where)
    {
        var options = what switch
        {
            "more" => new StellaOptions { AudioPatches = 33, Chunk = 2 },
            "share" => new StellaOptions { Core = 0.2, Visible = 0.2, Chunk = 2 },
            _ => new StellaOptions { Chunk = 3 },
        };
        var findings = Should.Throw<JobException>(() => CoreCount.Of(options, new(4, 8, 4, 2, 4, 4))).Findings;
        findings[0].Code.ShouldBe(code);
        findings[0].Where.ShouldBe(where);
    }

    [Fact]
    public void Published_sizes_give_the_published_numbers_of_patches()
    {
        var (audio, video) = CoreCount.Of(new(), new(16, 64, 8, 4, 14, 14));
        audio.ShouldBe(new CoreCount(512, 256, 102));
        video.ShouldBe(new CoreCount(784, 392, 156));
        new StellaOptions { Core = 0.2 }.Check().Single().Code.ShouldBe("PP0001");
        new StellaOptions().Check().ShouldBeEmpty();
    }

    // Four standard errors of a share.
    private static double Tolerance(double share) => 4 * Math.Sqrt(share * (1 - share) / Draws);
}
