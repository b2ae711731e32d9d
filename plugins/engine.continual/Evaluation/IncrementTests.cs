using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>The tests that an increment ends with, each on a pairing of its own that never changes.</summary>
/// <param name="context">The learning context.</param>
/// <param name="evaluator">Tests.</param>
/// <param name="planned">The job's stream before the strategy arranged it.</param>
internal sealed class IncrementTests(LearningContext context, Evaluator evaluator, ClassStream planned)
{
    /// <summary>Tests on the classes of each increment so far.</summary>
    public IReadOnlyList<ScopeResult> Parts(int step) =>
        [.. Enumerable.Range(0, context.Increment + 1).Select(k => evaluator.TestPart($"test-{k}", context.Stream.Increments[k], step))];

    /// <summary>
    /// Tests on the classes of each increment to come, if the options ask for it: a copy of the model is expanded with the very rows that
    /// the increment after this one would begin with. Neither the model nor libtorch's generator is touched.
    /// </summary>
    public IReadOnlyList<ScopeResult> Future(int step)
    {
        if (!context.Options.Evaluation.Future) return [];
        var later = context.Stream.Increments.Skip(context.Increment + 1);
        return [.. later.Select((part, i) => Unlearned($"test-{context.Increment + 1 + i}", part, step))];
    }

    /// <summary>
    /// Tests on the classes of each of the job's increments, if the strategy merged them (joint training): what the matrix of a run that
    /// learns them one by one compares with.
    /// </summary>
    public IReadOnlyList<ScopeResult> Planned(int step)
    {
        var merged = context.Stream.Increments.Count != planned.Increments.Count;
        if (!merged || !context.Stream.ClassNames.SequenceEqual(planned.ClassNames)) return [];
        var seen = planned.Increments.TakeWhile(part => part.EndLabel <= context.SeenLabels);
        return [.. seen.Select((part, k) => evaluator.TestPart($"planned-{k}", part, step))];
    }

    private ScopeResult Unlearned(string scope, StreamIncrement part, int step)
    {
        using var tensors = NewDisposeScope();
        using var generator = get_rng_state();
        using var copy = context.Model.Clone();
        copy.Grow(part.EndLabel, context.Random.SeedFor("expand", context.Increment + 1));
        ModuleTensors.MoveTo(copy.Module, context.Device);
        var result = evaluator.TestPart(scope, part, step, copy);
        set_rng_state(generator);
        return result;
    }
}
