using System.Text.Json.Nodes;

namespace PluginHost.Plugins.Pretraining;

/// <summary>
/// Measures an encoder by probes: fitted on the features of all validation samples of the stream, scored on the test samples of each experience
/// and on all of them. The probe is always the same, so scores compare over time and with the untrained encoder, which is probed once before
/// training.
/// </summary>
/// <param name="scene">What the tests work with.</param>
/// <param name="options">The probe.</param>
internal sealed class ProbeTests(StreamScene scene, ProbeOptions options) : IStreamTests, IStateful
{
    private const string Accuracy = "probe accuracy";
    private const string Untrained = "probe accuracy, untrained";
    private readonly LearningContext _context = scene.Context;
    private readonly List<BetweenResult> _between = [];
    private Dictionary<string, double> _untrained = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } =
    [
        new() { Name = Accuracy, Unit = "%", Baseline = Untrained },
        new() { Name = Untrained, Unit = "%", DescribesInput = true },
    ];

    /// <inheritdoc/>
    public string Caption => "The probe is fitted on validation samples of the whole stream, whatever was trained on.";

    /// <inheritdoc/>
    public IReadOnlyList<BetweenResult> Between => _between;

    private int Count => _context.Stream.Experiences.Count;

    /// <inheritdoc/>
    public void BeforeTraining() =>
        _untrained = Measure(0).ToDictionary(result => result.Scope, result => result.Scores[Accuracy], StringComparer.Ordinal);

    /// <inheritdoc/>
    public void AfterSteps(Phase phase, int step)
    {
        if (options.EverySteps == 0 || step == 0 || step == phase.Steps || step % options.EverySteps != 0) return;
        var experience = _context.Current.Index;
        // A state saved after this probe has it already.
        if (_between.Exists(result => result.Experience == experience && result.Phase == phase.Name && result.Step == step)) return;
        _between.Add(new(experience, phase.Name, step, Measure(step)[^1].Scores));
    }

    /// <inheritdoc/>
    public StreamTest Test(int steps)
    {
        var results = Measure(steps);
        var seen = _context.Current.Index + 1;
        return new() { Seen = results[^1], Parts = [.. results.Take(seen)], Future = [.. results.Take(Count).Skip(seen)] };
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        state.Json["untrained"] = new JsonObject(_untrained.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        state.Json["between"] = BetweenResult.Save(_between);
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        _untrained = state.Json["untrained"]!.AsObject().ToDictionary(pair => pair.Key, pair => (double)pair.Value!, StringComparer.Ordinal);
        _between.Clear();
        _between.AddRange(BetweenResult.Load(state.Json["between"]!));
    }

    // The test of each experience, and that of all of them at the end.
    private List<ScopeResult> Measure(int step)
    {
        using var generator = new HeldGenerator();
        using var scope = NewDisposeScope();
        using var probe = Fit();
        var sums = new List<ScoreSums>();
        var all = new ScoreSums(Figures);
        foreach (var experience in _context.Stream.Experiences)
        {
            sums.Add(new(Figures));
            Score(probe, experience, [sums[^1], all]);
        }

        return [.. sums.Select((sum, k) => Result(sum, $"test-{k}", step)), Result(all, "test", step)];
    }

    private Probe Fit()
    {
        var samples = _context.Stream.SamplesUpTo(Split.Validation, Count - 1);
        var (features, labels) = Features(samples);
        return new(options, features, labels);
    }

    private void Score(Probe probe, Experience experience, IReadOnlyList<ScoreSums> sums)
    {
        if (experience.Test.Count == 0) return;
        var (features, labels) = Features(experience.Test);
        var predicted = probe.Predict(features);
        var wanted = labels.data<long>().ToArray();
        for (var i = 0; i < wanted.Length; i++)
        {
            // The second figure is not of this test; its place is filled when the result is made.
            foreach (var sum in sums) sum.Add((int)wanted[i], [predicted[i] == wanted[i] ? 100 : 0, 0]);
        }
    }

    private ScopeResult Result(ScoreSums sum, string scope, int step)
    {
        var result = sum.Result(scope, _context.Stream.ClassNames);
        foreach (var scores in result.Classes.Values) scores.Remove(Untrained);
        result.Scores.Remove(Untrained);
        if (_untrained.TryGetValue(scope, out var untrained)) result.Scores[Untrained] = untrained;
        _context.Events.Publish(new EvaluationCompleted
        {
            Experience = _context.Current.Index,
            Scope = scope,
            Step = step,
            Scores = [.. result.Scores],
            Counted = result.Counted,
            Skipped = 0,
        });
        return result;
    }

    private (Tensor Features, Tensor Labels) Features(IReadOnlyList<SampleInfo> samples)
    {
        var rows = new List<Tensor>();
        var labels = new List<long>();
        _context.Pass(samples, new() { Features = true }, (batch, output) =>
        {
            rows.Add(output[OutputKeys.Features].to(ScalarType.Float32).cpu().clone().MoveToOuterDisposeScope());
            labels.AddRange(batch.RowSources.Select(source => (long)source.Sample.Label));
        });
        return (cat(rows), tensor(labels.ToArray()));
    }
}
