namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>A projector for each linear layer, convolution and the classifier of a model, fed with mean inputs (OWM, RWM).</summary>
internal sealed class LayerProjectors : IDisposable
{
    private readonly SortedDictionary<string, InputProjector> _projectors = new(StringComparer.Ordinal);

    /// <summary>Whether nothing was taken in yet.</summary>
    public bool Empty => _projectors.Count == 0;

    /// <summary>The size of all projectors in bytes.</summary>
    public long Bytes => _projectors.Values.Sum(projector => TensorBytes.Of(projector.Matrix));

    /// <summary>
    /// Replaces the gradient of every layer that has a projector, and takes that of all other parameters away: what has no projector is held.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="edit">From a projector and a gradient, (outputs, inputs), to the new gradient.</param>
    public void Edit(IModel model, Func<InputProjector, Tensor, Tensor> edit)
    {
        var edited = new HashSet<IntPtr>();
        foreach (var (name, layer) in ProjectedLayer.Of(model))
        {
            if (!_projectors.TryGetValue(name, out var projector)) continue;
            layer.Edit(gradient => edit(projector, gradient));
            edited.Add(layer.Weight.Handle);
            if (layer.Bias is { } bias) edited.Add(bias.Handle);
        }

        foreach (var parameter in model.Module.parameters().Where(parameter => !edited.Contains(parameter.Handle))) parameter.grad = null;
    }

    /// <summary>Takes in the mean inputs of an experience's mini-batches, in an order drawn by seed.</summary>
    /// <param name="context">The learning context, at the end of the experience.</param>
    /// <param name="purpose">What the order depends on, beside the experience.</param>
    /// <param name="batchSize">Samples of a mini-batch.</param>
    /// <param name="alpha">From the share of the experience that has passed, above 0 to 1, to alpha.</param>
    public void Take(ILearningContext context, string purpose, int batchSize, Func<double, double> alpha)
    {
        SampleInfo[] samples = [.. context.Experience.Train];
        context.Random.Stream(purpose, context.Experience.Index).Shuffle<SampleInfo>(samples);
        var batches = samples.Chunk(batchSize).ToArray();
        var layers = ProjectedLayer.Of(context.Model);
        for (var i = 0; i < batches.Length; i++)
        {
            using var scope = NewDisposeScope();
            foreach (var (name, mean) in MeanInputs(context, batches[i]))
            {
                if (!_projectors.TryGetValue(name, out var projector))
                    _projectors[name] = projector = InputProjector.Identity(layers[name].Inputs, context.Device);
                projector.Take(layers[name].Rows(mean), alpha((i + 1.0) / batches.Length));
            }
        }
    }

    /// <summary>Saves all projectors.</summary>
    public void SaveState(StateBag state)
    {
        foreach (var (name, projector) in _projectors) state.Tensors[name] = projector.Matrix;
    }

    /// <summary>Restores what <see cref="SaveState"/> saved.</summary>
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
    public static IReadOnlyDictionary<string, Tensor> MeanInputs(ILearningContext context, IReadOnlyList<SampleInfo> samples)
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
