namespace PluginHost.Classifiers;

/// <summary>
/// A classifier over the joined features of several models, of which the newest alone is trained: the network of DER (Yan et
/// al., CVPR 2021) and
/// of the boosting phase of FOSTER (Wang et al., ECCV 2022). An auxiliary classifier looks at the newest features alone.
/// </summary>
/// <remarks>
/// Earlier parts are frozen: no gradient, and eval mode whatever the module's is, so batch norms hold their statistics. Each
/// part keeps the head
/// that it came with; it is not used, not trained, and its bytes are part of <see cref="IModel.Bytes"/>.
/// </remarks>
public sealed class ExpandedClassifier : IModel, IClassifierHead
{
    private readonly List<IModel> _parts;
    private Network _network;

    /// <summary>Joins models with a fresh classifier, on the device of the first part.</summary>
    /// <param name="parts">The models, oldest first, each with <see cref="IPenultimateFeatures"/>; owned from now on.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="auxiliary">The number of outputs of the auxiliary classifier; 0 for none.</param>
    /// <param name="seed">Decides the rows of both classifiers.</param>
    /// <exception cref="ArgumentException">There is no part, or one has no features.</exception>
    public ExpandedClassifier(IReadOnlyList<IModel> parts, int classes, int auxiliary, long seed)
    {
        if (parts.Count == 0 || !parts.All(part => part is IPenultimateFeatures))
            throw new ArgumentException("An expanded classifier needs one or more models that give features.", nameof(parts));
        _parts = [.. parts];
        _network = Joined(classes, auxiliary, seed);
    }

    /// <summary>The parts, oldest first.</summary>
    public IReadOnlyList<IModel> Parts => _parts;

    /// <summary>The number of outputs of the auxiliary classifier; 0 if there is none.</summary>
    public int AuxiliaryOutputs => _network.Auxiliary?.Classes ?? 0;

    /// <inheritdoc/>
    public nn.Module Module => _network;

    /// <inheritdoc/>
    public int Classes => _network.Head.Classes;

    /// <inheritdoc/>
    public int FeatureSize => _network.Head.Width;

    /// <inheritdoc/>
    public Parameter Weight => _network.Head.Weight;

    /// <inheritdoc/>
    public Parameter? Bias => _network.Head.Bias;

    /// <inheritdoc/>
    /// <remarks>
    /// The groups of the newest part without its own head, and <c>head</c>: the classifiers over joined and newest features.
    /// </remarks>
    public IReadOnlyList<ParameterGroup> ParameterGroups
    {
        get
        {
            var unused = OwnHead(_parts[^1]).Select(parameter => parameter.Handle).ToHashSet();
            var groups = _parts[^1].ParameterGroups
                .Select(group =>
                    new ParameterGroup(group.Name, [.. group.Parameters.Where(parameter => !unused.Contains(parameter.Handle))]))
                .Where(group => group.Parameters.Count > 0 && group.Name != "head");
            return [.. groups, new("head", [.. _network.Head.parameters(), .. _network.Auxiliary?.parameters() ?? []])];
        }
    }

    /// <summary>Not for this model: its parts are built already.</summary>
    /// <param name="spec">Not looked at.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public void Build(ModelSpec spec) =>
        throw new InvalidOperationException("An expanded classifier is made of models that are built already.");

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
        if (classes > Classes) _network.Head.Grow(classes - Classes, seed);
    }

    /// <summary>
    /// Adds a part and freezes those before it. The classifier over all features is made anew with the old rows in its old columns;
    /// what is new
    /// in it, and the auxiliary classifier, is drawn.
    /// </summary>
    /// <param name="part">The model; owned from now on.</param>
    /// <param name="classes">The number of classes, at least <see cref="Classes"/>.</param>
    /// <param name="auxiliary">The number of outputs of the auxiliary classifier; 0 for none.</param>
    /// <param name="seed">Decides what is new.</param>
    public void Expand(IModel part, int classes, int auxiliary, long seed)
    {
        var (weight, bias) = (Weight, Bias!);
        _parts.Add(part);
        _network = Joined(classes, auxiliary, seed);
        TakeRows(weight, bias);
    }

    /// <summary>Copies rows of another classifier into the first rows and columns; what is beside them stays.</summary>
    /// <param name="weight">Rows, (old classes, old D).</param>
    /// <param name="bias">Biases, (old classes); <see langword="null"/> for zeros.</param>
    /// <exception cref="ArgumentException">The rows do not fit.</exception>
    public void TakeRows(Tensor weight, Tensor? bias) => _network.Head.TakeRows(weight, bias);

    /// <inheritdoc/>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var wanted = new ForwardRequest { Rows = request.Rows, Features = true };
        var features = new Tensor[_parts.Count];
        for (var i = 0; i < features.Length; i++)
        {
            using var gradient = set_grad_enabled(is_grad_enabled() && i == features.Length - 1);
            features[i] = _parts[i].Forward(batch, wanted)[OutputKeys.Features];
        }

        var joined = cat(features, 1);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Logits] = Classify(joined) };
        if (request.Features) tensors[OutputKeys.Features] = joined;
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public Tensor Classify(Tensor features) => _network.Head.call(features);

    /// <summary>Applies the auxiliary classifier to the newest part's columns.</summary>
    /// <param name="features">Joined features, float32 (R, D).</param>
    /// <returns>Scores, float32 (R, <see cref="AuxiliaryOutputs"/>), in the current dispose scope.</returns>
    /// <exception cref="InvalidOperationException">There is no auxiliary classifier.</exception>
    public Tensor ClassifyNewest(Tensor features)
    {
        var auxiliary = _network.Auxiliary ?? throw new InvalidOperationException("The model has no auxiliary classifier.");
        return auxiliary.call(features.narrow(1, FeatureSize - auxiliary.Width, auxiliary.Width));
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var copy = new ExpandedClassifier([.. _parts.Select(part => part.Clone())], Classes, AuxiliaryOutputs, seed: 0);
        copy._network.Head.load_state_dict(_network.Head.state_dict());
        if (_network.Auxiliary is { } auxiliary) copy._network.Auxiliary!.load_state_dict(auxiliary.state_dict());
        copy._network.train(_network.training);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        foreach (var part in _parts) part.Dispose();
    }

    private static IEnumerable<Parameter> OwnHead(IModel part)
    {
        if (part is not IClassifierHead head) return [];
        return head.Bias is { } bias ? [head.Weight, bias] : [head.Weight];
    }

    private Network Joined(int classes, int auxiliary, long seed)
    {
        int[] widths = [.. _parts.Select(part => ((IPenultimateFeatures)part).FeatureSize)];
        var device = _parts[0].Module.parameters().First().device;
        var head = new LinearHead(widths.Sum(), classes, seed);
        var newest = auxiliary > 0 ? new LinearHead(widths[^1], auxiliary, seed + 1) : null;
        var network = new Network([.. _parts.Select(part => part.Module)], head, newest);
        foreach (var parameter in _parts.SkipLast(1).SelectMany(part => part.Module.parameters()).Concat(_parts.SelectMany(OwnHead)))
            parameter.requires_grad = false;
        ModuleTensors.MoveTo(ModuleTensors.Keep(network), device);
        network.train(_parts[^1].Module.training);
        return network;
    }

    /// <summary>All parts and both classifiers as one module, so that they are saved, moved and switched together.</summary>
    private sealed class Network : nn.Module
    {
        private readonly IReadOnlyList<nn.Module> _parts;

        public Network(IReadOnlyList<nn.Module> parts, LinearHead head, LinearHead? auxiliary)
            : base("expanded")
        {
            (_parts, Head, Auxiliary) = (parts, head, auxiliary);
            for (var i = 0; i < parts.Count; i++) register_module($"part{i}", parts[i]);
            register_module("head", head);
            if (auxiliary is not null) register_module("auxiliary", auxiliary);
        }

        public LinearHead Head { get; }

        public LinearHead? Auxiliary { get; }

        public override void train(bool train = true)
        {
            base.train(train);
            // The constructor of the base class comes here before there are parts.
            foreach (var part in (_parts ?? []).SkipLast(1)) part.train(false);
        }

        protected override void RegisterComponents()
        {
        }
    }
}
