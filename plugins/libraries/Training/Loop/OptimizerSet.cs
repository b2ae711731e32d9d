using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Training;

/// <summary>One parameter group with its optimizer.</summary>
/// <param name="Group">The group.</param>
/// <param name="Settings">What the optimizer was made from.</param>
/// <param name="Optimizer">The optimizer.</param>
public sealed record OptimizerGroup(ParameterGroup Group, OptimizerSettings Settings, FlatOptimizer Optimizer);

/// <summary>The optimizers of a phase: one per parameter group of the model and of strategies, fresh.</summary>
public sealed class OptimizerSet : IDisposable
{
    private readonly List<OptimizerGroup> _groups = [];
    private readonly ScheduleSettings _schedule;
    private long _changes;

    /// <summary>Builds the optimizers of the groups that the phase trains.</summary>
    /// <exception cref="JobException">A group has no optimizer in the options, or the phase names a group that does not
    /// exist.</exception>
    public OptimizerSet(LearningContext context, Phase phase)
    {
        var settings = Settings(context, phase);
        _schedule = phase.Schedule ?? context.Options.Schedule;
        var groups = GroupsOf(context);
        Check(settings, phase.Optimizers is not null, groups, phase);
        foreach (var group in groups)
        {
            var trained = phase.ParameterGroups?.Contains(group.Name, StringComparer.Ordinal) ?? true;
            foreach (var parameter in group.Parameters) parameter.requires_grad = trained;
            if (!trained || group.Parameters.Count == 0) continue;
            var chosen = settings.TryGetValue(group.Name, out var own) ? own : settings["*"];
            _groups.Add(new(group, chosen, Create(chosen, group.Parameters)));
        }

        _changes = Changes;
    }

    /// <summary>Looks at what the constructor would refuse, and makes nothing.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="phase">The phase.</param>
    /// <exception cref="JobException">As for the constructor.</exception>
    public static void Check(LearningContext context, Phase phase) =>
        Check(Settings(context, phase), phase.Optimizers is not null, GroupsOf(context), phase);

    /// <summary>The groups in training.</summary>
    public IReadOnlyList<OptimizerGroup> Groups => _groups;

    /// <summary>The rates set last, by group.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Rates { get; private set; } = [];

    /// <summary>The groups with the rates set last.</summary>
    public IReadOnlyList<OptimizerState> States =>
        [.. _groups.Select(group => new OptimizerState(group.Group, group.Optimizer.LearningRate))];

    /// <summary>Sets the rates of a step.</summary>
    /// <param name="step">Where training stands.</param>
    public void SetRates(StepInfo step)
    {
        var rates = new KeyValuePair<string, double>[_groups.Count];
        for (var i = 0; i < rates.Length; i++)
        {
            var (group, settings, optimizer) = _groups[i];
            var factor = RateSchedule.Factor(settings.Schedule ?? _schedule, step.Step, step.TotalSteps, step.Epoch);
            var rate = settings.Rate * step.Phase.RateFactor * factor;
            optimizer.LearningRate = rate;
            rates[i] = new(group.Name, rate);
        }

        Rates = rates;
    }

    /// <summary>Scales all gradients down together where their norm exceeds the largest one allowed.</summary>
    /// <param name="largest">The largest norm.</param>
    /// <returns>The norm before.</returns>
    public double ClipGradients(double largest) => FlatOptimizer.ClipGradients(largest, _groups.Select(group => group.Optimizer));

    /// <summary>Whether all gradients are finite; they are collected for <see cref="StepCollected"/> by the way.</summary>
    /// <returns>Whether they are.</returns>
    public bool GradientsAreFinite() =>
        // The squares of large gradients may overflow where they do not.
        double.IsFinite(_groups.Sum(group => group.Optimizer.Collect()))
        || _groups.SelectMany(group => group.Group.Parameters).All(parameter => parameter.grad is not { } gradient || Finite.Is(gradient));

    /// <summary>Takes the steps.</summary>
    public void Step()
    {
        foreach (var group in _groups) group.Optimizer.Step();
    }

    /// <summary>Takes the steps by the gradients that <see cref="GradientsAreFinite"/> saw last.</summary>
    public void StepCollected()
    {
        foreach (var group in _groups) group.Optimizer.StepCollected();
    }

    /// <summary>Whether all parameters in training are finite; they are looked at only where an operator changed one since they were last asked for.</summary>
    /// <returns>Whether they are.</returns>
    public bool ParametersAreFinite()
    {
        var changes = Changes;
        if (changes == _changes) return true;
        _changes = changes;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        // A sum in float32 takes a fraction of the time of one in float64. It may overflow where all parameters are finite; then each is looked at.
        return _groups.SelectMany(group => group.Optimizer.Flat.Buffers)
            .All(buffer => double.IsFinite(buffer.Values.sum().ToDouble()) || Finite.Is(buffer.Values));
    }

    /// <summary>Adds the state of all optimizers, under <c>optimizer/GROUP/</c>.</summary>
    public void Save(IDictionary<string, Tensor> tensors, JsonObject numbers)
    {
        foreach (var group in _groups)
        {
            var (own, scalars) = group.Optimizer.SaveState();
            TensorNames.Add(tensors, $"optimizer/{group.Group.Name}/", own);
            numbers[group.Group.Name] = new JsonObject(scalars.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }
    }

    /// <summary>Restores what <see cref="Save"/> added.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> tensors, JsonObject numbers)
    {
        foreach (var group in _groups)
        {
            var saved = numbers[group.Group.Name]!.AsObject();
            var scalars = saved.ToDictionary(pair => pair.Key, pair => (double)pair.Value!, StringComparer.Ordinal);
            group.Optimizer.LoadState(TensorNames.Under($"optimizer/{group.Group.Name}/", tensors), scalars);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in _groups) group.Optimizer.Dispose();
    }

    private long Changes => _groups.Sum(group => group.Optimizer.Flat.Changes);

    private static IReadOnlyDictionary<string, OptimizerSettings> Settings(LearningContext context, Phase phase) =>
        phase.Optimizers ?? context.Options.Optimizers;

    private static IReadOnlyList<ParameterGroup> GroupsOf(LearningContext context) =>
        [.. context.Model.ParameterGroups, .. context.Models.Added];

    private static FlatOptimizer Create(OptimizerSettings options, IReadOnlyList<Parameter> parameters) => options.Type switch
    {
        OptimizerType.Adam => new FlatAdam(parameters, options.Rate, options.Betas[0], options.Betas[1], options.Eps, options.WeightDecay),
        OptimizerType.AdamW => new FlatAdamW(parameters, options.Rate, options.Betas[0], options.Betas[1], options.Eps, options.WeightDecay),
        _ => new FlatSgd(parameters, options.Rate, options.Momentum, options.WeightDecay),
    };

    private static void Check(
        IReadOnlyDictionary<string, OptimizerSettings> settings, bool ofPhase, IReadOnlyList<ParameterGroup> groups, Phase phase)
    {
        var names = groups.Select(group => group.Name).ToArray();
        var trained = phase.ParameterGroups ?? names;
        var where = ofPhase ? "strategy" : "engine.options.optimizers";
        var findings = new List<Finding>();
        if (!settings.ContainsKey("*"))
        {
            findings.AddRange(names.Intersect(trained).Where(name => !settings.ContainsKey(name)).Select(name => new Finding
            {
                Code = "CE0105",
                Where = where,
                What = $"No optimizer serves the parameter group '{name}'",
                Expected = $"an entry '{name}' or '*'",
            }));
        }

        var unknown = settings.Keys.Where(name => name != "*").Except(names, StringComparer.Ordinal);
        findings.AddRange(unknown.Select(name => new Finding
        {
            Code = "CE0106",
            Where = $"{where}.{name}",
            What = $"The model has no parameter group '{name}'",
            Expected = $"one of {string.Join(", ", names)}, *",
            Fix = NearestName.Find(name, names) is { } nearest ? $"Did you mean '{nearest}'?" : null,
        }));
        findings.AddRange((phase.ParameterGroups ?? []).Except(names, StringComparer.Ordinal).Select(name => new Finding
        {
            Code = "CE0107",
            Where = "strategy",
            What = $"The strategy's phase '{phase.Name}' trains a parameter group '{name}' that the model does not have",
            Expected = $"one of {string.Join(", ", names)}",
        }));
        if (findings.Count > 0) throw new JobException(findings);
    }
}
