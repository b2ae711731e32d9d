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
public sealed class ExpandedClassifier : JoinedClassifier
{
    private readonly List<IModel> _parts;

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
        Join(classes, auxiliary, seed);
    }

    /// <summary>The parts, oldest first.</summary>
    public IReadOnlyList<IModel> Parts => _parts;

    /// <inheritdoc/>
    /// <remarks>
    /// The groups of the newest part without its own head, and <c>head</c>: the classifiers over joined and newest features.
    /// </remarks>
    public override IReadOnlyList<ParameterGroup> ParameterGroups
    {
        get
        {
            var unused = OwnHead(_parts[^1]).Select(parameter => parameter.Handle).ToHashSet();
            var groups = _parts[^1].ParameterGroups
                .Select(group =>
                    new ParameterGroup(group.Name, [.. group.Parameters.Where(parameter => !unused.Contains(parameter.Handle))]))
                .Where(group => group.Parameters.Count > 0 && group.Name != "head");
            return [.. groups, Heads];
        }
    }

    /// <summary>
    /// Adds a part and freezes those before it. The classifier over all features is made anew with the old rows in its old columns;
    /// what is new
    /// in it, and the auxiliary classifier, is drawn.
    /// </summary>
    /// <param name="part">The model; owned from now on.</param>
    /// <param name="classes">The number of classes, at least <see cref="JoinedClassifier.Classes"/>.</param>
    /// <param name="auxiliary">The number of outputs of the auxiliary classifier; 0 for none.</param>
    /// <param name="seed">Decides what is new.</param>
    public void Expand(IModel part, int classes, int auxiliary, long seed)
    {
        _parts.Add(part);
        Join(classes, auxiliary, seed);
    }

    /// <inheritdoc/>
    public override IModel Clone()
    {
        var copy = new ExpandedClassifier([.. _parts.Select(part => part.Clone())], Classes, AuxiliaryOutputs, seed: 0);
        copy.Network.Head.load_state_dict(Network.Head.state_dict());
        if (Network.Auxiliary is { } auxiliary) copy.Network.Auxiliary!.load_state_dict(auxiliary.state_dict());
        copy.Network.train(Network.training);
        return copy;
    }

    /// <inheritdoc/>
    protected override Tensor[] Features(Batch batch, IReadOnlyList<int>? rows)
    {
        var wanted = new ForwardRequest { Rows = rows, Features = true };
        var features = new Tensor[_parts.Count];
        for (var i = 0; i < features.Length; i++)
        {
            using var gradient = set_grad_enabled(is_grad_enabled() && i == features.Length - 1);
            features[i] = _parts[i].Forward(batch, wanted)[OutputKeys.Features];
        }

        return features;
    }

    /// <inheritdoc/>
    protected override void DisposeParts()
    {
        foreach (var part in _parts) part.Dispose();
    }

    private static IEnumerable<Parameter> OwnHead(IModel part)
    {
        if (part is not IClassifierHead head) return [];
        return head.Bias is { } bias ? [head.Weight, bias] : [head.Weight];
    }

    private void Join(int classes, int auxiliary, long seed)
    {
        int[] widths = [.. _parts.Select(part => ((IPenultimateFeatures)part).FeatureSize)];
        var head = new LinearHead(widths.Sum(), classes, seed);
        var newest = auxiliary > 0 ? new LinearHead(widths[^1], auxiliary, seed + 1) : null;
        nn.Module[] modules = [.. _parts.Select(part => part.Module)];
        Join(
            new JoinedNetwork("expanded", [.. modules.Select((module, i) => ($"part{i}", module))], modules[..^1], head, newest),
            modules[..^1].SelectMany(module => module.parameters()).Concat(_parts.SelectMany(OwnHead)),
            modules[0].parameters().First().device,
            modules[^1].training);
    }
}
