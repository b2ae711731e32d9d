using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>The tests that an experience ends with, each on a pairing of its own that never changes.</summary>
/// <param name="context">The learning context.</param>
/// <param name="evaluator">Tests.</param>
/// <param name="planned">The job's stream before a strategy arranged it.</param>
internal sealed class ExperienceTests(LearningContext context, Evaluator evaluator, LearningStream planned)
{
    /// <summary>Tests on the samples of each experience so far.</summary>
    public IReadOnlyList<ScopeResult> Parts(int step) =>
        [.. Enumerable.Range(0, context.Current.Index + 1).Select(k => Part($"test-{k}", context.Stream, k, step))];

    /// <summary>
    /// Tests on the samples of each experience to come, if the options ask for it: a copy of the model is expanded with the very rows that
    /// the experience after this one would begin with. Neither the model nor libtorch's generator is touched.
    /// </summary>
    public IReadOnlyList<ScopeResult> Future(int step)
    {
        if (!((ContinualOptions)context.Options).Evaluation.Future) return [];
        var next = context.Current.Index + 1;
        return [.. Enumerable.Range(next, context.Stream.Experiences.Count - next).Select(k => Unlearned(k, step))];
    }

    /// <summary>
    /// Tests on the samples of each of the job's experiences, if a strategy merged them (joint training): what the matrix of a run that
    /// learns them one by one compares with.
    /// </summary>
    public IReadOnlyList<ScopeResult> Planned(int step)
    {
        var merged = context.Stream.Experiences.Count != planned.Experiences.Count;
        if (!merged || !context.Stream.ClassNames.SequenceEqual(planned.ClassNames)) return [];
        var seen = Enumerable.Range(0, planned.Experiences.Count).TakeWhile(k => planned.SeenLabels(k) <= context.SeenLabels);
        return [.. seen.Select(k => Part($"planned-{k}", planned, k, step))];
    }

    private static IReadOnlyList<SampleInfo> Pool(LearningStream stream, int k) =>
        [.. stream.Experiences.Take(k + 1).SelectMany(each => each.Test).DistinctBy(sample => sample.Id, StringComparer.Ordinal)];

    private ScopeResult Part(string scope, LearningStream stream, int k, int step, IModel? model = null) =>
        evaluator.Evaluate(scope, stream.Experiences[k].Test, Pool(stream, k), step, model);

    private ScopeResult Unlearned(int k, int step)
    {
        using var tensors = NewDisposeScope();
        using var generator = get_rng_state();
        using var copy = context.Model.Clone();
        copy.Grow(context.Stream.SeenLabels(k), context.Random.SeedFor("expand", context.Current.Index + 1));
        ModuleTensors.MoveTo(copy.Module, context.Device);
        var result = Part($"test-{k}", context.Stream, k, step, copy);
        set_rng_state(generator);
        return result;
    }
}
