using PluginHost.Separators.Checkpoints;

namespace PluginHost.Separators;

/// <summary>
/// A separator that hears the mixture with a U-Net: builds its network from the seed and checkpoints, grows, copies itself, and turns a
/// forward pass into named outputs. What the network is, the derived class says.
/// </summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <param name="soundMaps">The feature maps of the U-Net.</param>
public abstract class NetworkSeparator<TNetwork>(SoundMaps soundMaps) : ISeparator, ICrossModalEmbeddings, IFeatureMaps, ISelfCheck
    where TNetwork : nn.Module
{
    private readonly SoundMaps _maps = soundMaps;
    private TNetwork? _network;
    private ModelSpec? _spec;

    /// <summary>A separator whose U-Net norms every stage but the outermost.</summary>
    /// <param name="options">Sizes of the U-Net.</param>
    protected NetworkSeparator(SoundOptions options)
        : this(new SoundMaps(options.StageChannels().Count))
    {
    }

    /// <inheritdoc/>
    public nn.Module Module => Network;

    /// <inheritdoc/>
    public int Classes { get; private set; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> EmbeddingKeys { get; }

    /// <inheritdoc/>
    /// <remarks>Those of a U-Net are <c>map.d2</c> on, <c>map.u2</c> last; batch-normed, before activation.</remarks>
    public IReadOnlyList<string> FeatureMapNames => _maps.Names;

    /// <inheritdoc/>
    public abstract IReadOnlyList<ParameterGroup> ParameterGroups { get; }

    /// <summary>The network.</summary>
    /// <exception cref="InvalidOperationException">It is not built yet.</exception>
    protected TNetwork Network => _network ?? throw new InvalidOperationException("The separator is not built yet.");

    /// <summary>Files with weights to begin with.</summary>
    protected virtual IReadOnlyList<Checkpoint> Files => [];

    /// <inheritdoc/>
    public IEnumerable<Finding> Check() => CheckpointLoading.Check(Files);

    /// <inheritdoc/>
    /// <exception cref="JobException">The inputs do not fit, or a checkpoint cannot be read or does not fit; all is listed.</exception>
    public void Build(ModelSpec spec)
    {
        Create(spec);
        CheckpointLoading.Load(Network, Files);
    }

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, Classes);
        if (classes == Classes) return;
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        using var seeded = new SeededInitialisation(seed);
        AddRows(classes - Classes);
        ModuleTensors.Keep(Network);
        Classes = classes;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A class or a feature map is not there, or an input is longer than the model reads.</exception>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        using var scope = NewDisposeScope();
        var maps = _maps.Open(request);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        Compute(batch, request, new RowLayout(batch, request.Rows, batch[BatchKeys.Input].device), maps, tensors);
        SoundMaps.CopyWanted(request, maps, tensors);
        foreach (var tensor in tensors.Values) tensor.MoveToOuterDisposeScope();
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var copy = CreateEmpty();
        copy.Create(_spec! with { Classes = Classes });
        ModuleTensors.MoveTo(copy.Network, Network.parameters().First().device);
        copy.Network.load_state_dict(Network.state_dict());
        copy.Network.train(Network.training);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the network.</summary>
    /// <param name="disposing">Whether this is not a finalizer's call.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _network?.Dispose();
        _network = null;
    }

    /// <summary>Makes the network; torch draws from the spec's seed.</summary>
    /// <param name="spec">What to build for.</param>
    /// <returns>The network.</returns>
    /// <exception cref="JobException">The inputs do not fit.</exception>
    protected abstract TNetwork CreateNetwork(ModelSpec spec);

    /// <summary>Adds rows for new classes, without gradients; torch draws from the seed of growth.</summary>
    /// <param name="count">How many.</param>
    protected abstract void AddRows(int count);

    /// <summary>A separator with the same options and no network.</summary>
    /// <returns>The separator.</returns>
    protected abstract NetworkSeparator<TNetwork> CreateEmpty();

    /// <summary>Runs the network.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="request">What is wanted; its feature maps are known to exist.</param>
    /// <param name="layout">The rows wanted.</param>
    /// <param name="maps">Takes the U-Net's maps; <see langword="null"/> if none is wanted.</param>
    /// <param name="tensors">Takes the outputs by <see cref="OutputKeys"/>: masks, and embeddings where wanted.</param>
    protected abstract void Compute(
        Batch batch, ForwardRequest request, RowLayout layout, Dictionary<string, Tensor>? maps, Dictionary<string, Tensor> tensors);

    /// <summary>Builds with weights from the seed.</summary>
    private void Create(ModelSpec spec)
    {
        using var seeded = new SeededInitialisation(spec.Seed);
        _network = ModuleTensors.Keep(CreateNetwork(spec));
        _spec = spec;
        Classes = spec.Classes;
    }
}
