using System.ComponentModel.DataAnnotations;
using TorchSharp.Modules;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// SI, synaptic intelligence (Zenke et al., ICML 2017): along training each parameter adds up what it did for the loss,
/// omega_i += -g_i · (change of theta_i); the base loss + weight · sum_i Omega_i (theta_i - theta*_i)² in later experiences (eq. 4), with
/// Omega_i += omega_i / ((theta_i - theta_i at the start)² + xi) at the end of each (eq. 5).
/// </summary>
/// <remarks>
/// g is the gradient without the penalty, before it is clipped. A parameter whose way let the loss rise (omega below 0) counts as 0. What
/// has grown in an experience is held from its end on.
/// </remarks>
/// <param name="options">The options.</param>
[Component("si")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "weights, importances and the way of the experience under way")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence(
    "SynapticIntelligenceTests.With_small_steps_the_paths_add_up_to_what_the_loss_has_fallen",
    Table = "comparisons/classification/mnist.json")]
public sealed class SynapticIntelligenceStrategy(SynapticIntelligenceOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private const string PathPrefix = "path/";
    private const string StartPrefix = "start/";
    private readonly HeldParameters _held = new(ImportanceMode.Online);
    private readonly Dictionary<string, (Tensor Path, Tensor Start)> _way = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Tensor Gradient, Tensor Before)> _step = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _held.Bytes + _way.Values.Sum(each => TensorBytes.Of(each.Path) + TensorBytes.Of(each.Start));

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Refusal.Of(
                "SI holds what earlier experiences used, and this stream tells no boundaries", "Set the benchmark's boundaries to true.");
        }
    }

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        ForgetWay();
        if (context.Experience.Index == context.ExperienceCount - 1) return;
        foreach (var (name, parameter) in Trained(context.Model))
        {
            var start = parameter.detach().clone();
            _way[name] = (zeros_like(start).DetachFromDisposeScope(), start.DetachFromDisposeScope());
        }
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (_held.Count > 0) loss.Add("si", options.Weight, _held.Penalty(loss.Learning.Model.Module, Largest(loss.Learning)) * 2);
    }

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        ForgetStep();
        using var noGrad = no_grad();
        var largest = Largest(context);
        foreach (var (name, parameter) in Trained(context.Model))
        {
            if (parameter.grad is not { } gradient || !_way.ContainsKey(name)) continue;
            var own = _held.PenaltyGradient(name, parameter, largest) is { } penalty
                ? gradient - (penalty * (2 * options.Weight))
                : gradient.clone();
            _step[name] = (own.DetachFromDisposeScope(), parameter.detach().clone().DetachFromDisposeScope());
        }
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        foreach (var (name, parameter) in Trained(context.Model))
        {
            if (_step.TryGetValue(name, out var taken)) _way[name].Path.sub_(taken.Gradient * (parameter - taken.Before));
        }

        ForgetStep();
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (_way.Count == 0) return;
        using var noGrad = no_grad();
        var importance = ParameterImportance.Zero(context.Model.Module);
        foreach (var (name, (path, start)) in _way)
        {
            if (importance.Names.Contains(name))
                importance.Add(name, path.clamp(min: 0) / ((importance[name].Anchor - start).square() + options.Damping));
        }

        _held.Add(importance);
        ForgetWay();
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        _held.SaveState(state);
        foreach (var (name, (path, start)) in _way)
        {
            state.Tensors[PathPrefix + name] = path;
            state.Tensors[StartPrefix + name] = start;
        }
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        ForgetWay();
        _held.LoadState(state, context);
        foreach (var (key, path) in state.Tensors.Where(pair => pair.Key.StartsWith(PathPrefix, StringComparison.Ordinal)))
        {
            var name = key[PathPrefix.Length..];
            if (!state.Tensors.TryGetValue(StartPrefix + name, out var start))
                throw new InvalidDataException($"The state has the way of '{name}' but not where it began.");
            _way[name] = (path.to(context.Device, copy: true).DetachFromDisposeScope(),
                start.to(context.Device, copy: true).DetachFromDisposeScope());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ForgetStep();
        ForgetWay();
        _held.Dispose();
    }

    private double Largest(ILearningContext context) => _held.LargestStable(context, 2 * options.Weight);

    private static IEnumerable<(string Name, Parameter Parameter)> Trained(IModel model) =>
        model.Module.named_parameters().Where(pair => pair.parameter.requires_grad);

    private void ForgetWay()
    {
        foreach (var (path, start) in _way.Values)
        {
            path.Dispose();
            start.Dispose();
        }

        _way.Clear();
    }

    private void ForgetStep()
    {
        foreach (var (gradient, before) in _step.Values)
        {
            gradient.Dispose();
            before.Dispose();
        }

        _step.Clear();
    }
}

/// <summary>Options of synaptic intelligence.</summary>
public sealed class SynapticIntelligenceOptions
{
    /// <summary>Weight c of the penalty: 0.1 in the original's experiments with many tasks, 1 on split MNIST; 0 is fine-tuning.</summary>
    [Range(0.0, 1e12)]
    public double Weight { get; set; } = 0.1;

    /// <summary>The damping xi, which keeps parameters that hardly moved from counting without limit; 0.1 in the original.</summary>
    [Range(1e-12, 1e6)]
    public double Damping { get; set; } = 0.1;

    /// <summary>Whether exemplars of old classes join the training list.</summary>
    public bool UseMemory { get; set; }
}
