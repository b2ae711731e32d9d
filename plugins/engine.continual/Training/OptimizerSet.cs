using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>The optimizers of a phase: one per parameter group, fresh.</summary>
internal sealed class OptimizerSet : IDisposable
{
    private readonly List<OptimizerGroup> _groups = [];

    /// <summary>Builds the optimizers of the groups that the phase trains.</summary>
    /// <exception cref="JobException">A group has no optimizer in the options, or the phase names a group that does not
    /// exist.</exception>
    public OptimizerSet(ContinualOptions options, IModel model, Phase phase)
    {
        Check(options, model, phase);
        foreach (var group in model.ParameterGroups)
        {
            var trained = phase.ParameterGroups?.Contains(group.Name, StringComparer.Ordinal) ?? true;
            foreach (var parameter in group.Parameters) parameter.requires_grad = trained;
            if (!trained || group.Parameters.Count == 0) continue;
            var chosen = options.Optimizers.TryGetValue(group.Name, out var own) ? own : options.Optimizers["*"];
            _groups.Add(new(group.Name, chosen, group.Parameters, Create(chosen, group.Parameters)));
        }
    }

    /// <summary>The groups in training.</summary>
    public IReadOnlyList<OptimizerGroup> Groups => _groups;

    /// <summary>The rates set last, by group.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Rates { get; private set; } = [];

    /// <summary>Sets the rates of a step.</summary>
    public void SetRates(ScheduleOptions schedule, StepInfo step)
    {
        var rates = new KeyValuePair<string, double>[_groups.Count];
        for (var i = 0; i < rates.Length; i++)
        {
            var (name, options, _, optimizer) = _groups[i];
            var factor = RateSchedule.Factor(options.Schedule ?? schedule, step.Step, step.TotalSteps, step.Epoch);
            var rate = options.Rate * step.Phase.RateFactor * factor;
            optimizer.LearningRate = rate;
            rates[i] = new(name, rate);
        }

        Rates = rates;
    }

    /// <summary>Scales all gradients down together where their norm exceeds the largest one allowed.</summary>
    public void ClipGradients(double largest) => FlatOptimizer.ClipGradients(largest, _groups.Select(group => group.Optimizer));

    /// <summary>Adds the state of all optimizers, under <c>optimizer/GROUP/</c>.</summary>
    public void Save(IDictionary<string, Tensor> tensors, JsonObject numbers)
    {
        foreach (var group in _groups)
        {
            var (own, scalars) = group.Optimizer.SaveState();
            TensorNames.Add(tensors, $"optimizer/{group.Name}/", own);
            numbers[group.Name] = new JsonObject(scalars.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        }
    }

    /// <summary>Restores what <see cref="Save"/> added.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> tensors, JsonObject numbers)
    {
        foreach (var group in _groups)
        {
            var saved = numbers[group.Name]!.AsObject();
            var scalars = saved.ToDictionary(pair => pair.Key, pair => (double)pair.Value!, StringComparer.Ordinal);
            group.Optimizer.LoadState(TensorNames.Under($"optimizer/{group.Name}/", tensors), scalars);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var group in _groups) group.Optimizer.Dispose();
    }

    private static FlatOptimizer Create(OptimizerOptions options, IReadOnlyList<Parameter> parameters) => options.Type switch
    {
        OptimizerType.Adam => new FlatAdam(parameters, options.Rate, options.Betas[0], options.Betas[1], options.Eps, options.WeightDecay),
        OptimizerType.AdamW => new FlatAdamW(parameters, options.Rate, options.Betas[0], options.Betas[1], options.Eps, options.WeightDecay),
        _ => new FlatSgd(parameters, options.Rate, options.Momentum, options.WeightDecay),
    };

    private static void Check(ContinualOptions options, IModel model, Phase phase)
    {
        var names = model.ParameterGroups.Select(group => group.Name).ToArray();
        var findings = new List<Finding>();
        if (!options.Optimizers.ContainsKey("*"))
        {
            findings.AddRange(names.Where(name => !options.Optimizers.ContainsKey(name)).Select(name => new Finding
            {
                Code = "CE0105",
                Where = "engine.options.optimizers",
                What = $"No optimizer serves the parameter group '{name}'",
                Expected = $"an entry '{name}' or '*'",
            }));
        }

        var unknown = options.Optimizers.Keys.Where(name => name != "*").Except(names, StringComparer.Ordinal);
        findings.AddRange(unknown.Select(name => new Finding
        {
            Code = "CE0106",
            Where = $"engine.options.optimizers.{name}",
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
