namespace PluginHost.AudioVisual.Separation.Tests;

/// <summary>A short training on scenes, and where the maps have their peaks on scenes that it did not see.</summary>
[Collection("libtorch's own generator")]
public sealed class LocalisationTests
{
    private const int Steps = 120;
    private const int Tests = 200;

    // A square covers a sixteenth of the picture.
    private const double Chance = 1.0 / 16;
    private const double Margin = 0.2;

    [Fact]
    public void The_peak_lies_on_the_source_far_above_chance_and_follows_it_when_it_moves()
    {
        var options = Scenes.Options;
        (options.SeparationWeight, options.RecognitionWeight) = (0, 0);
        (options.PictureChannels, options.Negatives) = ([16], NegativePairs.OtherClasses);
        using var model = Scenes.Model(options);
        HitRate(model).ShouldBeLessThan(Chance + Margin, "before training");
        Train(model);

        HitRate(model).ShouldBeGreaterThan(Chance + Margin);
        var (rows, columns) = Followed(model);
        rows.ShouldBeGreaterThan(0.5);
        columns.ShouldBeGreaterThan(0.5);
    }

    private static void Train(OneAvmSeparator model)
    {
        var scenes = new Scenes(seed: 1);
        model.Module.train();
        using var optimizer = optim.Adam(model.Module.parameters(), 0.003);
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            using var batch = scenes.Batch(8);
            var loss = model.LossTerms(model.Forward(batch, new()), batch).Select(term => term.Value * term.Weight).Aggregate((sum, next) => sum + next);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
        }
    }

    private static double HitRate(OneAvmSeparator model)
    {
        var scenes = new Scenes(seed: 2);
        Scene[] test = [.. Enumerable.Range(0, Tests).Select(_ => scenes.Next())];
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var maps = Maps(model, test);
        return Enumerable.Range(0, Tests).Count(i => test[i].Holds(maps[i])) / (double)Tests;
    }

    // One sound, and the square at nine places: correlation of its rows and columns with those of the peaks.
    private static (double Rows, double Columns) Followed(OneAvmSeparator model)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var scenes = new Scenes(seed: 3);
        Scene[] moved = [.. from y in new[] { 0, 12, 24 } from x in new[] { 0, 12, 24 } select scenes.Make(2, x, y)];
        moved = [.. moved.Select(scene => scene with { Sound = moved[0].Sound })];
        // Scenes come in twos.
        var maps = Maps(model, [.. moved, moved[0]]);
        var peaks = Enumerable.Range(0, moved.Length).Select(i => Scene.Peak(maps[i])).ToArray();
        return (Correlation(moved.Select(scene => (double)scene.Y), peaks.Select(peak => peak.Row)),
            Correlation(moved.Select(scene => (double)scene.X), peaks.Select(peak => peak.Column)));
    }

    // Pearson's; 0 where peaks stay in one place.
    private static double Correlation(IEnumerable<double> places, IEnumerable<double> peaks)
    {
        var (a, b) = (places.ToArray(), peaks.ToArray());
        var (meanA, meanB) = (a.Average(), b.Average());
        var spread = Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(x => (x - meanB) * (x - meanB)));
        return spread == 0 ? 0 : a.Zip(b).Sum(pair => (pair.First - meanA) * (pair.Second - meanB)) / spread;
    }

    private static Tensor Maps(OneAvmSeparator model, Scene[] scenes)
    {
        model.Module.eval();
        using var batch = Scenes.Batch(scenes);
        return model.Forward(batch, new())[LocalisationKeys.Maps];
    }
}
