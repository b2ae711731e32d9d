using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>The tests that an experience ends with, each on a pairing of its own that never changes.</summary>
/// <param name="scene">What the tests work with.</param>
internal sealed class ExperienceTests(StreamScene scene) : IStreamTests, IStateful
{
    private readonly List<BetweenResult> _between = [];
    private readonly LearningContext _context = scene.Context;
    private readonly LearningStream _planned = scene.Planned;

    private EvaluationOptions Options => ((ContinualOptions)_context.Options).Evaluation;

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures => scene.Evaluator.Figures;

    /// <inheritdoc/>
    public string Caption => "Rows by experience use an easier fixed pairing than 'all seen' (partners from experiences up to their own): "
        + "do not average the two.";

    /// <inheritdoc/>
    public IReadOnlyList<BetweenResult> Between => _between;

    /// <inheritdoc/>
    public void AfterSteps(Phase phase, int step)
    {
        var every = Options.EverySteps;
        if (every == 0 || step == 0 || step == phase.Steps || step % every != 0) return;
        var experience = _context.Current.Index;
        // A state saved after this test has it already.
        if (_between.Exists(result => (result.Experience, result.Phase, result.Step) == (experience, phase.Name, step))) return;
        scene.Evaluator.Between(() => _between.AddRange(Enumerable.Range(0, experience + 1)
            .Select(k => Part($"test-{k}", _context.Stream, k, step, new() { Kept = false }))
            .Select(result => new BetweenResult(experience, phase.Name, step, result.Scores) { Scope = result.Scope })));
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => state.Json["between"] = BetweenResult.Save(_between);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        _between.Clear();
        if (state.Json["between"] is { } between) _between.AddRange(BetweenResult.Load(between));
    }

    /// <inheritdoc/>
    public StreamTest Test(int steps)
    {
        var parts = Parts(steps);
        var future = Future(steps);
        var planned = Planned(steps);
        return new() { Seen = scene.Evaluator.TestSeen(steps), Parts = parts, Future = future, Planned = planned };
    }

    /// <summary>Tests on the samples of each experience so far.</summary>
    private IReadOnlyList<ScopeResult> Parts(int step) =>
        [.. Enumerable.Range(0, _context.Current.Index + 1).Select(k => Part($"test-{k}", _context.Stream, k, step))];

    /// <summary>
    /// Tests on the samples of each experience to come, if the options ask for it: a copy of the model is expanded with the very rows that
    /// the experience after this one would begin with. Neither the model nor libtorch's generator is touched.
    /// </summary>
    private IReadOnlyList<ScopeResult> Future(int step)
    {
        if (!Options.Future) return [];
        var next = _context.Current.Index + 1;
        return [.. Enumerable.Range(next, _context.Stream.Experiences.Count - next).Select(k => Unlearned(k, step))];
    }

    /// <summary>
    /// Tests on the samples of each of the job's experiences, if a strategy merged them (joint training): what the matrix of a run that
    /// learns them one by one compares with.
    /// </summary>
    private IReadOnlyList<ScopeResult> Planned(int step)
    {
        var merged = _context.Stream.Experiences.Count != _planned.Experiences.Count;
        if (!merged || !_context.Stream.ClassNames.SequenceEqual(_planned.ClassNames)) return [];
        var seen = Enumerable.Range(0, _planned.Experiences.Count).TakeWhile(k => _planned.SeenLabels(k) <= _context.SeenLabels);
        return [.. seen.Select(k => Part($"planned-{k}", _planned, k, step))];
    }

    private ScopeResult Part(string scope, LearningStream stream, int k, int step, TestManner? manner = null) =>
        scene.Evaluator.Evaluate(scope, stream.Experiences[k].Test, stream.SamplesUpTo(Split.Test, k), step, manner);

    private ScopeResult Unlearned(int k, int step)
    {
        using var tensors = NewDisposeScope();
        using var generator = new HeldGenerator();
        using var copy = _context.Model.Clone();
        copy.Grow(_context.Stream.SeenLabels(k), _context.Random.SeedFor("expand", _context.Current.Index + 1));
        ModuleTensors.MoveTo(copy.Module, _context.Device);
        return Part($"test-{k}", _context.Stream, k, step, new() { Model = copy });
    }
}
