namespace PluginHost.Classifiers;

/// <summary>
/// A linear classifier over the joined features of several parts, of which the newest alone is trained, and an auxiliary one over the newest
/// features alone: what networks that grow by parts share. What a part is, and how it is held, is the network's.
/// </summary>
public abstract class JoinedClassifier : IModel, IClassifierHead
{
    private JoinedNetwork? _network;

    /// <inheritdoc/>
    public nn.Module Module => Network;

    /// <inheritdoc/>
    public int Classes => Network.Head.Classes;

    /// <inheritdoc/>
    public int FeatureSize => Network.Head.Width;

    /// <inheritdoc/>
    public Parameter Weight => Network.Head.Weight;

    /// <inheritdoc/>
    public Parameter? Bias => Network.Head.Bias;

    /// <summary>The number of outputs of the auxiliary classifier; 0 if there is none.</summary>
    public int AuxiliaryOutputs => Network.Auxiliary?.Classes ?? 0;

    /// <inheritdoc/>
    public abstract IReadOnlyList<ParameterGroup> ParameterGroups { get; }

    /// <summary>Parts and classifiers as one module.</summary>
    protected JoinedNetwork Network => _network!;

    /// <summary>The parameters of both classifiers, as the group <c>head</c>.</summary>
    protected ParameterGroup Heads => new("head", [.. Network.Head.parameters(), .. Network.Auxiliary?.parameters() ?? []]);

    /// <summary>Not for such a model: its parts are built already.</summary>
    /// <param name="spec">Not looked at.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public void Build(ModelSpec spec) => throw new InvalidOperationException("A joined classifier is made of parts that are built already.");

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
        if (classes > Classes) Network.Head.Grow(classes - Classes, seed);
    }

    /// <summary>Copies rows of another classifier into the first rows and columns; what is beside them stays.</summary>
    /// <param name="weight">Rows, (old classes, old D).</param>
    /// <param name="bias">Biases, (old classes); <see langword="null"/> for zeros.</param>
    /// <exception cref="ArgumentException">The rows do not fit.</exception>
    public void TakeRows(Tensor weight, Tensor? bias) => Network.Head.TakeRows(weight, bias);

    /// <inheritdoc/>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var joined = cat(Features(batch, request.Rows), 1);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Logits] = Classify(joined) };
        if (request.Features) tensors[OutputKeys.Features] = joined;
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public Tensor Classify(Tensor features) => Network.Head.call(features);

    /// <summary>Applies the auxiliary classifier to the newest part's columns.</summary>
    /// <param name="features">Joined features, float32 (R, D).</param>
    /// <returns>Scores, float32 (R, <see cref="AuxiliaryOutputs"/>), in the current dispose scope.</returns>
    /// <exception cref="InvalidOperationException">There is no auxiliary classifier.</exception>
    public Tensor ClassifyNewest(Tensor features)
    {
        var auxiliary = Network.Auxiliary ?? throw new InvalidOperationException("The model has no auxiliary classifier.");
        return auxiliary.call(features.narrow(1, FeatureSize - auxiliary.Width, auxiliary.Width));
    }

    /// <inheritdoc/>
    public abstract IModel Clone();

    /// <inheritdoc/>
    public void Dispose()
    {
        _network?.Dispose();
        DisposeParts();
        GC.SuppressFinalize(this);
    }

    /// <summary>The features of every part, oldest first, each (R, D of the part); gradients as the network wants them.</summary>
    /// <param name="batch">The batch on the device.</param>
    /// <param name="rows">Which rows; <see langword="null"/> for all.</param>
    protected abstract Tensor[] Features(Batch batch, IReadOnlyList<int>? rows);

    /// <summary>Disposes the parts.</summary>
    protected abstract void DisposeParts();

    /// <summary>Puts fresh classifiers over parts, on a device; a network of before gives its rows and is left.</summary>
    /// <param name="network">Parts and classifiers.</param>
    /// <param name="frozen">The parameters of parts that are not trained.</param>
    /// <param name="device">Where all of it is to be.</param>
    /// <param name="training">Whether it is in training mode.</param>
    protected void Join(JoinedNetwork network, IEnumerable<Parameter> frozen, Device device, bool training)
    {
        var before = _network;
        foreach (var parameter in frozen) parameter.requires_grad = false;
        ModuleTensors.MoveTo(ModuleTensors.Keep(network), device);
        network.train(training);
        _network = network;
        if (before is null) return;
        TakeRows(before.Head.Weight, before.Head.Bias);
        before.Head.Dispose();
        before.Auxiliary?.Dispose();
    }
}

/// <summary>Parts and both classifiers as one module, so that they are saved, moved and switched together.</summary>
public sealed class JoinedNetwork : nn.Module
{
    private readonly IReadOnlyList<nn.Module> _held;

    /// <summary>Puts a network together.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parts">Its parts with the names that their tensors are saved under.</param>
    /// <param name="held">Those that stay in eval mode whatever the network's is.</param>
    /// <param name="head">The classifier over all features.</param>
    /// <param name="auxiliary">The classifier over the newest; <see langword="null"/> for none.</param>
    public JoinedNetwork(
        string name, IReadOnlyList<(string Name, nn.Module Module)> parts, IReadOnlyList<nn.Module> held, LinearHead head, LinearHead? auxiliary)
        : base(name)
    {
        (_held, Head, Auxiliary) = (held, head, auxiliary);
        foreach (var (part, module) in parts) register_module(part, module);
        register_module("head", head);
        if (auxiliary is not null) register_module("auxiliary", auxiliary);
    }

    /// <summary>The classifier over all features.</summary>
    public LinearHead Head { get; }

    /// <summary>The classifier over the newest features.</summary>
    public LinearHead? Auxiliary { get; }

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        // The constructor of the base class comes here before there are parts.
        foreach (var part in _held ?? []) part.train(false);
    }

    /// <inheritdoc/>
    protected override void RegisterComponents()
    {
    }
}
