namespace PluginHost.Classifiers;

/// <summary>A backbone with a head that grows by a row for each class. A base class for classifier plugins.</summary>
/// <param name="options">The head.</param>
/// <param name="run">Where relative paths begin, for weights to start with.</param>
/// <param name="events">Takes the message that names these weights.</param>
public abstract class NetworkClassifier(HeadOptions options, IRunContext? run = null, IRunEvents? events = null)
    : IModel, IClassifierHead, IClassQueries, IFeatureMaps, IStagedFeatures, ITunable
{
    private Network? _network;

    /// <inheritdoc/>
    public nn.Module Module => Built;

    /// <inheritdoc/>
    public int Classes => _network?.Head.Classes ?? 0;

    /// <inheritdoc/>
    public int FeatureSize => Built.Backbone.Features;

    /// <inheritdoc/>
    public Parameter Weight => Built.Head.Weight;

    /// <inheritdoc/>
    public Parameter? Bias => (Built.Head as LinearHead)?.Bias;

    /// <inheritdoc/>
    public Parameter Queries => Weight;

    /// <inheritdoc/>
    public IReadOnlyList<string> FeatureMapNames => [.. Built.Backbone.Stages.SkipLast(1).Select(stage => OutputKeys.FeatureMapPrefix + stage)];

    /// <inheritdoc/>
    public IReadOnlyList<string> StageNames => Built.Backbone.Stages;

    /// <inheritdoc/>
    public IReadOnlyList<string> Tunings =>
        ["full", "none", .. s_kinds.Where(pair => Built.Backbone.Sites.Any(site => site.Kind == pair.Value)).Select(pair => pair.Key)];

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> ParameterGroups => Built.Groups();

    /// <summary>The run, if the classifier was given one.</summary>
    protected IRunContext? Run => run;

    private Network Built => _network ?? throw new InvalidOperationException("The model is not built yet.");

    private static readonly KeyValuePair<string, SiteKind>[] s_kinds =
    [
        new("film", SiteKind.ScaleShift), new("ssf", SiteKind.ScaleShift), new("adapter", SiteKind.Adapter), new("prompt", SiteKind.Prompt),
        new("prefix", SiteKind.Prefix),
    ];

    /// <inheritdoc/>
    public void Build(ModelSpec spec)
    {
        if (!spec.Inputs.TryGetValue(BatchKeys.Input, out var input))
        {
            throw new JobException(new Finding
            {
                Code = "CL0101",
                Where = "classifier",
                What = $"The task gives no '{BatchKeys.Input}'; it gives {string.Join(", ", spec.Inputs.Keys)}",
                Expected = "a task of classification",
            });
        }

        var backbone = CreateBackbone(input, spec.Seed);
        if (options.Start is { } start) BackboneWeights.Load(start, backbone, Run, events);
        _network = new(backbone, Head(backbone.Features, spec.Classes, spec.Seed));
        if (options.FrozenBackbone) Tune("none", 0);
    }

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
        if (classes > Classes) Built.Head.Grow(classes - Classes, seed);
    }

    /// <inheritdoc/>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var input = InputRows.Of(Prepare(batch[BatchKeys.Input]), request.Rows);
        var maps = request.FeatureMaps.Count > 0 ? new Dictionary<string, Tensor>(StringComparer.Ordinal) : null;
        var features = Built.Backbone.Run(input, maps);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Logits] = Built.Head.call(features) };
        if (request.Features) tensors[OutputKeys.Features] = features;
        foreach (var name in request.FeatureMaps) tensors[name] = maps![name[OutputKeys.FeatureMapPrefix.Length..]];
        return new(request.Rows, tensors);
    }

    /// <inheritdoc/>
    public Tensor Classify(Tensor features) => Built.Head.call(features);

    /// <inheritdoc/>
    public IFeatureStages CopyStages(int first, int end) => new CutStages(Built.Backbone.Copy(first, end), first == 0 ? Prepare : null);

    /// <inheritdoc/>
    public void Tune(string tuning, long seed)
    {
        var backbone = Built.Backbone;
        if (!Tunings.Contains(tuning, StringComparer.Ordinal))
            throw new ArgumentException($"This model cannot be tuned by '{tuning}'; it can by {string.Join(", ", Tunings)}.", nameof(tuning));
        foreach (var site in backbone.Sites) site.Vacate()?.Dispose();
        if (tuning == "full")
        {
            backbone.Unfreeze();
            return;
        }

        var number = 0;
        foreach (var site in backbone.Sites)
        {
            if (Occupant(tuning, site, seed + number++) is { } occupant) site.Occupy(ModuleTensors.Keep(occupant));
        }

        ModuleTensors.MoveTo(backbone, Weight.device);
        backbone.Freeze();
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var own = Built;
        var copy = Blank();
        var head = Head(own.Backbone.Features, own.Head.Classes, 0);
        ModuleTensors.MoveTo(head, Weight.device);
        head.load_state_dict(own.Head.state_dict());
        copy._network = new(own.Backbone.Copy(), head);
        ModuleTensors.Keep(copy._network);
        copy._network.train(own.training);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the backbone.</summary>
    /// <param name="input">The shape of one input: (channels, height, width) or (size).</param>
    /// <param name="seed">Decides the weights.</param>
    /// <returns>The backbone.</returns>
    /// <exception cref="JobException">The options do not fit the input.</exception>
    protected abstract Backbone CreateBackbone(long[] input, long seed);

    /// <summary>Makes a model of the same options that is not built yet.</summary>
    /// <returns>The model.</returns>
    protected abstract NetworkClassifier Blank();

    /// <summary>Prepares inputs for the backbone; as they are by default.</summary>
    /// <param name="input">The batch's inputs.</param>
    /// <returns>The prepared inputs.</returns>
    protected virtual Tensor Prepare(Tensor input) => input;

    private static SiteOccupant? Occupant(string tuning, Site site, long seed) => (tuning, site.Kind) switch
    {
        ("film", SiteKind.ScaleShift) => ScaleShift.Film(site.Width),
        ("ssf", SiteKind.ScaleShift) => ScaleShift.Ssf(site.Width, seed),
        ("adapter", SiteKind.Adapter) => new Adapter(site.Width, seed),
        ("prompt", SiteKind.Prompt) => LearnedTokens.Prompt(site.Width, 5, seed),
        ("prefix", SiteKind.Prefix) => LearnedTokens.Prefix(site.Width, 10, seed),
        _ => null,
    };

    private GrowingHead Head(int width, int classes, long seed) => options.Head == HeadKind.Linear
        ? new LinearHead(width, classes, seed)
        : new CosineHead(width, classes, seed, options.Scale, options.LearnScale);

    /// <summary>Backbone and head as one module, so that both are saved, moved and switched together.</summary>
    private sealed class Network : nn.Module
    {
        public Network(Backbone backbone, GrowingHead head)
            : base("classifier")
        {
            (Backbone, Head) = (backbone, head);
            register_module("backbone", backbone);
            register_module("head", head);
        }

        public Backbone Backbone { get; }

        public GrowingHead Head { get; }

        public IReadOnlyList<ParameterGroup> Groups()
        {
            Parameter[] added = [.. Backbone.Sites.SelectMany(site => site.Occupant?.parameters() ?? [])];
            var handles = added.Select(parameter => parameter.Handle).ToHashSet();
            Parameter[] own = Backbone.IsFrozen ? [] : [.. Backbone.parameters().Where(parameter => !handles.Contains(parameter.Handle))];
            return
            [
                .. own.Length > 0 ? [new ParameterGroup("backbone", own)] : Array.Empty<ParameterGroup>(),
                .. added.Length > 0 ? [new ParameterGroup(ITunable.TuningGroup, added)] : Array.Empty<ParameterGroup>(),
                new("head", [.. Head.parameters()]),
            ];
        }

        protected override void RegisterComponents()
        {
        }
    }
}
