namespace PluginHost.Classifiers;

/// <summary>
/// A classifier over the joined features of several branches on one trunk: the network of MEMO (Zhou et al., ICLR 2023). The trunk holds the
/// first stages, which all experiences share; each branch is a copy of the last ones, of which the newest alone is trained. An auxiliary
/// classifier looks at the newest features alone.
/// </summary>
/// <remarks>Earlier branches are in eval mode and without gradient of their own; the trunk is, too, unless it is trained.</remarks>
public sealed class BranchedClassifier : IModel, IClassifierHead
{
    private readonly IFeatureStages _trunk;
    private readonly List<IFeatureStages> _branches;
    private readonly int _width;
    private Network _network;

    /// <summary>Joins stages with a fresh classifier, on the device of the trunk.</summary>
    /// <param name="trunk">The shared stages; owned from now on.</param>
    /// <param name="branches">The specialised stages, oldest first; owned from now on.</param>
    /// <param name="width">Features of one branch.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="auxiliary">The number of outputs of the auxiliary classifier; 0 for none.</param>
    /// <param name="trainsTrunk">Whether the trunk is trained.</param>
    /// <param name="seed">Decides the rows of both classifiers.</param>
    public BranchedClassifier(
        IFeatureStages trunk, IReadOnlyList<IFeatureStages> branches, int width, int classes, int auxiliary, bool trainsTrunk, long seed)
    {
        (_trunk, _branches, _width, TrainsTrunk) = (trunk, [.. branches], width, trainsTrunk);
        _network = Joined(classes, auxiliary, seed);
    }

    /// <summary>The number of branches.</summary>
    public int Branches => _branches.Count;

    /// <summary>Whether the trunk is trained.</summary>
    public bool TrainsTrunk { get; }

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
    /// <remarks><c>backbone</c>: the newest branch, and the trunk if it is trained; <c>head</c>: both classifiers.</remarks>
    public IReadOnlyList<ParameterGroup> ParameterGroups
    {
        get
        {
            var trunk = TrainsTrunk ? _trunk.Module.parameters() : [];
            Parameter[] backbone = [.. trunk.Concat(_branches[^1].Module.parameters())];
            return
            [
                .. backbone.Length > 0 ? [new ParameterGroup("backbone", backbone)] : Array.Empty<ParameterGroup>(),
                new("head", [.. _network.Head.parameters(), .. _network.Auxiliary?.parameters() ?? []]),
            ];
        }
    }

    /// <summary>Not for this model: its stages are built already.</summary>
    /// <param name="spec">Not looked at.</param>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public void Build(ModelSpec spec) =>
        throw new InvalidOperationException("A branched classifier is made of stages that are built already.");

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
        if (classes > Classes) _network.Head.Grow(classes - Classes, seed);
    }

    /// <summary>
    /// Adds a copy of the newest branch and freezes those before it. Old rows keep their values for old features; what is new is drawn.
    /// </summary>
    /// <param name="classes">The number of classes, at least <see cref="Classes"/>.</param>
    /// <param name="auxiliary">The number of outputs of the auxiliary classifier.</param>
    /// <param name="seed">Decides what is new.</param>
    public void Expand(int classes, int auxiliary, long seed)
    {
        var before = _network;
        var branch = _branches[^1].Copy();
        foreach (var parameter in branch.Module.parameters()) parameter.requires_grad = true;
        _branches.Add(branch);
        _network = Joined(classes, auxiliary, seed);
        TakeRows(before.Head.Weight, before.Head.Bias);
        before.Head.Dispose();
        before.Auxiliary?.Dispose();
    }

    /// <summary>Copies rows of another classifier into the first rows and columns; what is beside them stays.</summary>
    /// <param name="weight">Rows, (old classes, old D).</param>
    /// <param name="bias">Biases, (old classes); <see langword="null"/> for zeros.</param>
    public void TakeRows(Tensor weight, Tensor? bias) => _network.Head.TakeRows(weight, bias);

    /// <inheritdoc/>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var input = batch[BatchKeys.Input];
        if (request.Rows is { } rows)
        {
            using var index = tensor(rows.Select(row => (long)row).ToArray(), device: input.device);
            input = input.index_select(0, index);
        }

        var wanted = is_grad_enabled();
        Tensor shared;
        using (set_grad_enabled(wanted && TrainsTrunk)) shared = _trunk.Module.call(input);
        var features = new Tensor[_branches.Count];
        for (var i = 0; i < features.Length; i++)
        {
            // A trunk in training learns through earlier branches as well, as in the released code.
            using var gradient = set_grad_enabled(wanted && (TrainsTrunk || i == features.Length - 1));
            features[i] = _branches[i].Module.call(shared);
        }

        var joined = cat(features, 1);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Logits] = Classify(joined) };
        if (request.Features) tensors[OutputKeys.Features] = joined;
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public Tensor Classify(Tensor features) => _network.Head.call(features);

    /// <summary>Applies the auxiliary classifier to the newest branch's columns.</summary>
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
        var copy = new BranchedClassifier(
            _trunk.Copy(), [.. _branches.Select(branch => branch.Copy())], _width, Classes, AuxiliaryOutputs, TrainsTrunk, seed: 0);
        copy._network.load_state_dict(_network.state_dict());
        copy._network.train(_network.training);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _trunk.Dispose();
        foreach (var branch in _branches) branch.Dispose();
    }

    private Network Joined(int classes, int auxiliary, long seed)
    {
        var device = (_trunk.Module.parameters().FirstOrDefault() ?? _branches[0].Module.parameters().First()).device;
        var head = new LinearHead(_width * _branches.Count, classes, seed);
        var newest = auxiliary > 0 ? new LinearHead(_width, auxiliary, seed + 1) : null;
        var training = _branches[^1].Module.training;
        var network = new Network(_trunk.Module, TrainsTrunk, [.. _branches.Select(branch => branch.Module)], head, newest);
        var held = _branches.SkipLast(1).SelectMany(branch => branch.Module.parameters()).Concat(TrainsTrunk ? [] : _trunk.Module.parameters());
        foreach (var parameter in held) parameter.requires_grad = false;
        ModuleTensors.MoveTo(ModuleTensors.Keep(network), device);
        network.train(training);
        return network;
    }

    /// <summary>Trunk, branches and both classifiers as one module, so that they are saved, moved and switched together.</summary>
    private sealed class Network : nn.Module
    {
        private readonly nn.Module _trunk;
        private readonly bool _trainsTrunk;
        private readonly IReadOnlyList<nn.Module> _branches;

        public Network(nn.Module trunk, bool trainsTrunk, IReadOnlyList<nn.Module> branches, LinearHead head, LinearHead? auxiliary)
            : base("branched")
        {
            (_trunk, _trainsTrunk, _branches, Head, Auxiliary) = (trunk, trainsTrunk, branches, head, auxiliary);
            register_module("trunk", trunk);
            for (var i = 0; i < branches.Count; i++) register_module($"branch{i}", branches[i]);
            register_module("head", head);
            if (auxiliary is not null) register_module("auxiliary", auxiliary);
        }

        public LinearHead Head { get; }

        public LinearHead? Auxiliary { get; }

        public override void train(bool train = true)
        {
            base.train(train);
            // The constructor of the base class comes here before there are stages.
            if (_branches is null) return;
            foreach (var branch in _branches.SkipLast(1)) branch.train(false);
            if (!_trainsTrunk) _trunk.train(false);
        }

        protected override void RegisterComponents()
        {
        }
    }
}
