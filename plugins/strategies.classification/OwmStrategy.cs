using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// OWM (Zeng et al., Nature Machine Intelligence 2019, Methods): each layer's gradient is projected to be orthogonal to the mean inputs
/// of earlier experiences' mini-batches, so that what the layer answers to them stays.
/// </summary>
/// <remarks>
/// After an experience each mini-batch i of n passes once more, and its mean input r updates the projector of each layer:
/// k = P r^T, P = P - k k^T / (alpha_i + r k), alpha_i = alpha · decay^(i/n). A bias counts as the weight of an input that is always 1; a
/// convolution is given the patches of the mean input. From the second experience on, what has no projector (normalisation, scale and
/// shift) is held. The optimizer is to be sgd without weight decay: others step in directions of their own.
/// </remarks>
/// <param name="options">The options.</param>
[Component("owm")]
[Declares("memory", "none")]
[Declares("boundaries", "needed")]
[Declares("holds", "a projector for each layer")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence("OwmTests.After_each_input_the_projector_is_the_inverse_written_out")]
[Needs<IClassifierHead>("the classifier's rows are projected as well")]
public sealed class OwmStrategy(OwmOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private readonly SortedDictionary<string, InputProjector> _projectors = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long KeptBytes => _projectors.Values.Sum(projector => TensorBytes.Of(projector.Matrix));

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Refusal.Of(
                "OWM protects what earlier experiences gave to a layer, and this stream tells no boundaries",
                "Set the benchmark's boundaries to true.");
        }

        ProjectedLayer.Of(context.Model);
    }

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        if (_projectors.Count == 0) return;
        var projected = new HashSet<IntPtr>();
        foreach (var (name, layer) in ProjectedLayer.Of(context.Model))
        {
            if (!_projectors.TryGetValue(name, out var projector)) continue;
            layer.Project(projector);
            projected.Add(layer.Weight.Handle);
            if (layer.Bias is { } bias) projected.Add(bias.Handle);
        }

        foreach (var parameter in context.Model.Module.parameters().Where(parameter => !projected.Contains(parameter.Handle)))
            parameter.grad = null;
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (context.Experience.Index == context.ExperienceCount - 1) return;
        SampleInfo[] samples = [.. context.Experience.Train];
        context.Random.Stream("owm", context.Experience.Index).Shuffle<SampleInfo>(samples);
        var batches = samples.Chunk(options.BatchSize).ToArray();
        var layers = ProjectedLayer.Of(context.Model);
        for (var i = 0; i < batches.Length; i++)
        {
            using var scope = NewDisposeScope();
            var alpha = options.Alpha * Math.Pow(options.Decay, (i + 1.0) / batches.Length);
            foreach (var (name, mean) in MeanInputs(context, batches[i]))
            {
                if (!_projectors.TryGetValue(name, out var projector))
                    _projectors[name] = projector = InputProjector.Identity(layers[name].Inputs, context.Device);
                projector.Take(layers[name].Rows(mean), alpha);
            }
        }
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state)
    {
        foreach (var (name, projector) in _projectors) state.Tensors[name] = projector.Matrix;
    }

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        Dispose();
        foreach (var (name, matrix) in state.Tensors) _projectors[name] = InputProjector.Load(matrix, context.Device);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var projector in _projectors.Values) projector.Dispose();
        _projectors.Clear();
    }

    /// <summary>The mean over samples of what each layer is given; a batch of one.</summary>
    internal static IReadOnlyDictionary<string, Tensor> MeanInputs(ILearningContext context, IReadOnlyList<SampleInfo> samples)
    {
        var sums = new Dictionary<string, (Tensor Sum, long Count)>(StringComparer.Ordinal);
        void Add(string name, Tensor input)
        {
            var sum = input.sum(0, keepdim: true, type: ScalarType.Float64);
            if (sums.TryGetValue(name, out var before)) sum += before.Sum;
            before.Sum?.Dispose();
            sums[name] = (sum.DetachFromDisposeScope(), before.Count + input.shape[0]);
        }

        using (context.CaptureInputs(Add))
            context.Pass(samples, new() { Features = true }, (_, output) => Add(ProjectedLayer.Head, output[OutputKeys.Features]));
        var means = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, (sum, count)) in sums)
        {
            means[name] = sum / count;
            sum.Dispose();
        }

        return means;
    }
}

/// <summary>Options of OWM.</summary>
public sealed class OwmOptions
{
    /// <summary>Regularisation alpha of the projector: the smaller, the less may change in the direction of an earlier input.</summary>
    [Range(1e-12, 1e6)]
    public double Alpha { get; set; } = 1;

    /// <summary>Factor that alpha falls by over an experience: alpha_i = alpha · decay^(i/n).</summary>
    [Range(1e-12, 1.0)]
    public double Decay { get; set; } = 1;

    /// <summary>Samples in a mini-batch whose mean input counts.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 40;
}
