namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// A second phase on as many samples of each new class as an old one has exemplars. New samples are drawn by the job's seed: exemplars of new
/// classes are chosen after the experience.
/// </summary>
internal static class BalancedPhase
{
    /// <summary>The phase's name.</summary>
    public const string Name = "balanced";

    /// <summary>
    /// The engine's phase and the balanced one behind it; the engine's alone where the share is 0, or old or new classes are missing.
    /// </summary>
    /// <param name="context">The learning context.</param>
    /// <param name="main">The engine's phase.</param>
    /// <param name="share">Balanced steps per step of training.</param>
    /// <param name="tuning">The optimizer of the balanced phase.</param>
    /// <param name="purpose">Names the draw.</param>
    /// <returns>One phase or two.</returns>
    public static IReadOnlyList<Phase> Behind(
        ILearningContext context, Phase main, double share, OptimizerSettings tuning, string purpose)
    {
        if (share == 0 || !context.AlignsRows()) return [main];
        return
        [
            main,
            main with
            {
                Name = Name,
                Entries = Entries(context, purpose),
                Steps = Math.Max(1, (int)Math.Round(main.Steps * share)),
                Optimizers = new Dictionary<string, OptimizerSettings>(StringComparer.Ordinal) { ["*"] = tuning },
                Schedule = tuning.Schedule ?? new(),
                RateFactor = 1,
            },
        ];
    }

    // Every old class with all its exemplars, every new one with as many drawn samples as the largest old class has exemplars.
    private static TrainingEntry[] Entries(ILearningContext context, string purpose)
    {
        var exemplars = context.Memory!.Exemplars.Select(exemplar => exemplar.Sample);
        SampleInfo[] old = [.. exemplars.Where(sample => sample.Label < context.FirstNewLabel)];
        var most = old.Length == 0 ? int.MaxValue : old.GroupBy(sample => sample.Label).Max(own => own.Count());
        var fresh = context.Experience.Train.Where(sample => sample.Label >= context.FirstNewLabel)
            .GroupBy(sample => sample.Label)
            .OrderBy(own => own.Key)
            .SelectMany(own =>
            {
                SampleInfo[] all = [.. own];
                var stream = context.Random.Stream(purpose, context.Experience.Index, own.Key);
                return stream.Choose(all.Length, Math.Min(most, all.Length)).Select(index => all[index]);
            });
        return
        [
            .. old.Select(sample => new TrainingEntry(sample, FromMemory: true)),
            .. fresh.Select(sample => new TrainingEntry(sample, FromMemory: false)),
        ];
    }
}
