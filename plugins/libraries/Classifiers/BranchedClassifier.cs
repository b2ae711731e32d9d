namespace PluginHost.Classifiers;

/// <summary>
/// A classifier over the joined features of several branches on one trunk: the network of MEMO (Zhou et al., ICLR 2023). The trunk holds the
/// first stages, which all experiences share; each branch is a copy of the last ones, of which the newest alone is trained. An auxiliary
/// classifier looks at the newest features alone.
/// </summary>
/// <remarks>Earlier branches are in eval mode and without gradient of their own; the trunk is, too, unless it is trained.</remarks>
public sealed class BranchedClassifier : JoinedClassifier
{
    private readonly IFeatureStages _trunk;
    private readonly List<IFeatureStages> _branches;
    private readonly int _width;

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
        Join(classes, auxiliary, seed);
    }

    /// <summary>The number of branches.</summary>
    public int Branches => _branches.Count;

    /// <summary>Whether the trunk is trained.</summary>
    public bool TrainsTrunk { get; }

    /// <inheritdoc/>
    /// <remarks><c>backbone</c>: the newest branch, and the trunk if it is trained; <c>head</c>: both classifiers.</remarks>
    public override IReadOnlyList<ParameterGroup> ParameterGroups
    {
        get
        {
            var trunk = TrainsTrunk ? _trunk.Module.parameters() : [];
            Parameter[] backbone = [.. trunk.Concat(_branches[^1].Module.parameters())];
            return
            [
                .. backbone.Length > 0 ? [new ParameterGroup("backbone", backbone)] : Array.Empty<ParameterGroup>(),
                Heads,
            ];
        }
    }

    /// <summary>
    /// Adds a copy of the newest branch and freezes those before it. Old rows keep their values for old features; what is new is drawn.
    /// </summary>
    /// <param name="classes">The number of classes, at least <see cref="JoinedClassifier.Classes"/>.</param>
    /// <param name="auxiliary">The number of outputs of the auxiliary classifier.</param>
    /// <param name="seed">Decides what is new.</param>
    public void Expand(int classes, int auxiliary, long seed)
    {
        var branch = _branches[^1].Copy();
        foreach (var parameter in branch.Module.parameters()) parameter.requires_grad = true;
        _branches.Add(branch);
        Join(classes, auxiliary, seed);
    }

    /// <inheritdoc/>
    public override IModel Clone()
    {
        var copy = new BranchedClassifier(
            _trunk.Copy(), [.. _branches.Select(branch => branch.Copy())], _width, Classes, AuxiliaryOutputs, TrainsTrunk, seed: 0);
        copy.Network.load_state_dict(Network.state_dict());
        copy.Network.train(Network.training);
        return copy;
    }

    /// <inheritdoc/>
    protected override Tensor[] Features(Batch batch, IReadOnlyList<int>? rows)
    {
        var input = InputRows.Of(batch[BatchKeys.Input], rows);
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

        return features;
    }

    /// <inheritdoc/>
    protected override void DisposeParts()
    {
        _trunk.Dispose();
        foreach (var branch in _branches) branch.Dispose();
    }

    private void Join(int classes, int auxiliary, long seed)
    {
        var head = new LinearHead(_width * _branches.Count, classes, seed);
        var newest = auxiliary > 0 ? new LinearHead(_width, auxiliary, seed + 1) : null;
        nn.Module[] branches = [.. _branches.Select(branch => branch.Module)];
        nn.Module[] held = [.. branches[..^1], .. TrainsTrunk ? [] : new nn.Module[] { _trunk.Module }];
        Join(
            new JoinedNetwork("branched", [("trunk", _trunk.Module), .. branches.Select((module, i) => ($"branch{i}", module))], held, head, newest),
            held.SelectMany(module => module.parameters()),
            (_trunk.Module.parameters().FirstOrDefault() ?? branches[0].parameters().First()).device,
            branches[^1].training);
    }
}
