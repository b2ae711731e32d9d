using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using TorchSharp.Modules;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// HAT, hard attention to the task (Serra et al., ICML 2018): each task learns a gate per hidden unit, sigmoid(s e); weights between
/// units that earlier tasks use are not changed. For task-incremental streams over fully connected classifiers.
/// </summary>
/// <remarks>
/// The gate is applied before the rectifier, which is the same for a gate that is not negative. In training s rises from 1/smax to smax
/// in each epoch (section 2.4), and the embeddings' gradient is rescaled (2.5); after a step embeddings are clamped to ±6. The sparsity
/// term (2.6) is what units cost that no earlier task uses. Use an optimizer without weight decay, which would move what is to stay.
/// </remarks>
/// <param name="options">The options.</param>
[Component("hat")]
[Declares("memory", "none")]
[Declares("boundaries", "needed")]
[Declares("holds", "gates for each layer and task")]
[Declares("fits", "task-incremental")]
[Evidence("HardAttentionTests.With_binary_gates_the_scores_of_earlier_tasks_stay")]
[Needs<IClassifierHead>("every task has rows of its own in the classifier")]
public sealed class HardAttentionStrategy(HardAttentionOptions options) : IStrategy, IPredictionRule, IStateful, IKeepsTensors, IDisposable
{
    private const double Limit = 6;
    private const double CoshLimit = 50;
    private readonly List<GatedLayer> _layers = [];
    private readonly Dictionary<int, int> _tasks = [];
    private readonly List<Tensor> _gates = [];
    private int[] _rowTasks = [];
    private double _scale;

    /// <inheritdoc/>
    public long KeptBytes => _layers.Sum(layer => TensorBytes.Of(layer.Used));

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
            throw Refusal.Of("HAT needs to know the task of each sample, and this stream tells no boundaries", "Choose the benchmark task-incremental.");
        foreach (var (name, module) in context.Model.Module.named_modules())
        {
            var inputs = _layers.Count == 0 ? (long?)null : _layers[^1].Linear.out_features;
            if (module is Convolution || (module is Linear next && inputs is { } width && next.in_features != width))
            {
                throw Refusal.Of(
                    $"HAT gates the units of fully connected layers in a row, and the layer '{name}' is none of them", "Choose a model such as mlp.");
            }

            if (module is Linear linear) _layers.Add(new(linear, context, _layers.Count, Gate));
        }

        if (_layers.Count == 0)
            throw Refusal.Of("HAT gates the units of hidden layers, and the model has none", "Choose a model such as mlp.");
        context.AddParameters(new("gates", [.. _layers.Select(layer => layer.Embeddings)]));
    }

    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        if (context.Experience.TaskId is null)
            throw Refusal.Of("HAT needs to know the task of each sample", "Choose the benchmark task-incremental.");
        foreach (var label in context.Experience.Classes) _tasks[label] = context.Experience.Index;
    }

    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        var perEpoch = step.Phase.InOrder ? step.TotalSteps : Math.Max(1, step.Phase.Entries.Count / batch.Size);
        var part = perEpoch == 1 ? 1 : (step.Step % perEpoch) / (perEpoch - 1.0);
        _scale = (1 / options.Scale) + ((options.Scale - (1 / options.Scale)) * part);
        _rowTasks = [context.Experience.Index];
        return batch;
    }

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        Tensor? open = null, free = null;
        for (var i = 0; i < _layers.Count; i++)
        {
            var unused = 1 - _layers[i].Used;
            var term = (_gates[i].squeeze(0) * unused).sum();
            (open, free) = (open is null ? term : open + term, free is null ? unused.sum() : free + unused.sum());
        }

        loss.Add("sparsity", options.Sparsity, open! / free!.clamp(min: 1e-12));
    }

    /// <summary>Holds what earlier tasks use, and undoes the fading of the embeddings' gradient at a large s.</summary>
    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        using var noGrad = no_grad();
        Tensor? inputs = null;
        foreach (var layer in _layers)
        {
            var used = layer.Used.unsqueeze(1);
            layer.Linear.weight.grad?.mul_(1 - (inputs is null ? used : minimum(used, inputs.unsqueeze(0))));
            layer.Linear.bias?.grad?.mul_(1 - layer.Used);
            inputs = layer.Used;
            if (layer.Embeddings.grad is not { } gradient) continue;
            var e = layer.Embeddings.detach();
            gradient.mul_(options.Scale / _scale * ((e * _scale).clamp(-CoshLimit, CoshLimit).cosh() + 1) / (e.cosh() + 1));
        }
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        foreach (var layer in _layers) layer.Embeddings.clamp_(-Limit, Limit);
        Forget();
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        using var noGrad = no_grad();
        foreach (var layer in _layers) layer.Used.copy_(maximum(layer.Used, FinalGate(layer).select(0, context.Experience.Index)));
    }

    /// <summary>Predicts each row through the gates of its task.</summary>
    /// <inheritdoc/>
    public ModelOutput Predict(ILearningContext context, Batch batch)
    {
        _rowTasks = [.. batch.RowSources.Select(source => _tasks.GetValueOrDefault(source.Sample.Label, context.Experience.Index))];
        _scale = double.PositiveInfinity;
        try
        {
            return context.Model.Forward(batch, ForwardRequest.Predictions);
        }
        finally
        {
            Forget();
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        for (var i = 0; i < _layers.Count; i++) state.Tensors[Name(i)] = _layers[i].Used;
        foreach (var (label, task) in _tasks) state.Json[label.ToString(CultureInfo.InvariantCulture)] = task;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        using var noGrad = no_grad();
        _tasks.Clear();
        foreach (var (label, task) in state.Json) _tasks[int.Parse(label, CultureInfo.InvariantCulture)] = (int)task!;
        for (var i = 0; i < _layers.Count; i++)
        {
            if (!state.Tensors.TryGetValue(Name(i), out var used) || used.numel() != _layers[i].Used.numel())
                throw new InvalidDataException($"The state does not say which units of hidden layer {i + 1} earlier tasks use.");
            _layers[i].Used.copy_(used);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        foreach (var layer in _layers) layer.Dispose();
        _layers.Clear();
    }

    private static string Name(int layer) => string.Create(CultureInfo.InvariantCulture, $"used/{layer}");

    private void Forget()
    {
        _rowTasks = [];
        _gates.Clear();
    }

    // Rows of tasks by units; a single row where all are of one task.
    private Tensor? Gate(GatedLayer layer)
    {
        if (_rowTasks.Length == 0) return null;
        using var index = tensor(_rowTasks.Select(task => (long)task).ToArray(), device: layer.Embeddings.device);
        var gate = double.IsFinite(_scale)
            ? (layer.Embeddings.index_select(0, index) * _scale).sigmoid()
            : FinalGate(layer).index_select(0, index);
        if (double.IsFinite(_scale)) _gates.Add(gate);
        return gate;
    }

    private Tensor FinalGate(GatedLayer layer) => options.Binary
        ? (layer.Embeddings.detach() > 0).to(ScalarType.Float32)
        : (layer.Embeddings.detach() * options.Scale).sigmoid();

    /// <summary>A hidden layer with the embeddings of all tasks and the units that earlier tasks use.</summary>
    private sealed class GatedLayer : IDisposable
    {
        private readonly nn.Module<Tensor, Tensor>.HookRemover _hook;

        public GatedLayer(Linear linear, ILearningContext context, int number, Func<GatedLayer, Tensor?> gate)
        {
            Linear = linear;
            var random = context.Random.Stream("hat", number);
            var values = new float[context.ExperienceCount * linear.out_features];
            for (var i = 0; i < values.Length; i++) values[i] = (float)random.NextGaussian();
            Embeddings = new(tensor(values, [context.ExperienceCount, linear.out_features]).to(context.Device));
            Embeddings.DetachFromDisposeScope();
            Used = zeros(linear.out_features, device: context.Device).DetachFromDisposeScope();
            _hook = linear.register_forward_hook((_, _, output) => gate(this) is { } open ? output * open : output);
        }

        public Linear Linear { get; }

        public Parameter Embeddings { get; }

        public Tensor Used { get; }

        public void Dispose()
        {
            _hook.remove();
            Used.Dispose();
        }
    }
}

/// <summary>Options of HAT.</summary>
public sealed class HardAttentionOptions
{
    /// <summary>The largest scale smax of the gates.</summary>
    [Range(1.0, 1e6)]
    public double Scale { get; set; } = 400;

    /// <summary>Weight of the sparsity term: how dear it is to use units that no earlier task uses.</summary>
    [Range(0.0, 1e6)]
    public double Sparsity { get; set; } = 0.75;

    /// <summary>Whether learned gates are cut to 0 or 1 at one half, so that the scores of earlier tasks stay as they are.</summary>
    public bool Binary { get; set; }
}
