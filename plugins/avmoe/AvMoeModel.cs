namespace PluginHost.Plugins.AvMoe;

/// <summary>
/// Two frozen transformers, one of pictures and one of sound, with mixtures of unimodal and cross-modal adapters beside every pair of blocks
/// (AVMoE, Cheng et al., NeurIPS 2024), and a head for the task. A base class: what a head gives decides the capabilities.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes the messages that name weights.</param>
public abstract class AvMoeModel(AvMoeOptions options, IRunContext? run, IRunEvents? events) : IModel, IModelLoss
{
    private Network? _network;
    private ModelSpec? _spec;

    /// <inheritdoc/>
    public nn.Module Module => Built;

    /// <inheritdoc/>
    public int Classes => _network?.Head.Classes ?? 0;

    /// <inheritdoc/>
    public IReadOnlyList<ParameterGroup> ParameterGroups => Built.Groups(options.Frozen);

    /// <summary>The options.</summary>
    protected AvMoeOptions Options => options;

    /// <summary>The head.</summary>
    private protected EventHead Head => Built.Head;

    private Network Built => _network ?? throw new InvalidOperationException("The model is not built yet.");

    /// <inheritdoc/>
    public void Build(ModelSpec spec)
    {
        _network = Create(spec);
        EncoderLoading.Load(options, _network.Encoder, run, events);
    }

    /// <inheritdoc/>
    public void Grow(int classes, long seed)
    {
        if (classes > Classes) Built.Head.Grow(classes, seed);
    }

    /// <inheritdoc/>
    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var pictures = InputRows.Of(batch[AudioVisualKeys.Pictures], request.Rows);
        var sound = InputRows.Of(batch[AudioVisualKeys.Spectrogram], request.Rows);
        var (rows, segments) = (sound.size(0), sound.size(1));
        var encoded = Built.Encoder.Run(pictures.flatten(0, 1), sound.flatten(0, 1));
        Tensor Mean(Tensor tokens) => tokens.mean([1]).view(rows, segments, -1);
        var words = batch.Tensors.TryGetValue(EventKeys.Words, out var asked) ? InputRows.Of(asked, request.Rows) : null;
        var answers = Built.Head.Answer(new(Mean(encoded.Visual), Mean(encoded.Sound), encoded.Maps, words));
        if (!request.Features) answers.Remove(OutputKeys.Features);
        if (encoded.VisualWeights is { } seen) AddWeights(answers, seen, EventKeys.VisualRouterCross, EventKeys.VisualRouterOwn, rows, segments);
        if (encoded.SoundWeights is { } heard) AddWeights(answers, heard, EventKeys.AudioRouterCross, EventKeys.AudioRouterOwn, rows, segments);
        return new(request.Rows, answers);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// KL(uniform || mean weights of the batch), the mean over places of both modalities, where <see cref="AvMoeOptions.Balance"/> is above 0.
    /// </remarks>
    public IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch)
    {
        if (options.Balance == 0 || !options.Adapters) return [];
        var means = ((string, string)[])[(EventKeys.AudioRouterCross, EventKeys.AudioRouterOwn), (EventKeys.VisualRouterCross, EventKeys.VisualRouterOwn)];
        var mean = cat([.. means.Select(pair => cat([.. Present(pair.Item1), .. Present(pair.Item2)], 2).mean([0]))], 0);
        var experts = mean.size(1);
        return [new("balance", options.Balance, (-(mean * experts).log()).mean())];

        IEnumerable<Tensor> Present(string key) => output.Tensors.TryGetValue(key, out var weights) ? [weights] : [];
    }

    /// <inheritdoc/>
    public IModel Clone()
    {
        var own = Built;
        var copy = Blank();
        copy._network = copy.Create(_spec! with { Classes = Classes, Seed = 0 });
        ModuleTensors.Keep(copy._network);
        ModuleTensors.MoveTo(copy._network, own.Encoder.Vision.parameters().First().device);
        copy._network.load_state_dict(own.state_dict());
        copy._network.train(own.training);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _network?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a model of the same options that is not built yet.</summary>
    /// <returns>The model.</returns>
    protected abstract AvMoeModel Blank();

    /// <summary>Makes the head that the inputs ask for.</summary>
    /// <param name="inputs">The shapes by name.</param>
    /// <param name="shape">Widths and maps of the encoders.</param>
    /// <param name="classes">Classes to begin with.</param>
    /// <param name="seed">Decides the weights.</param>
    /// <returns>The head; <see langword="null"/> if the inputs ask for none that this model has.</returns>
    private protected abstract EventHead? CreateHead(IReadOnlyDictionary<string, long[]> inputs, EncodedShape shape, int classes, long seed);

    /// <summary>Says that the inputs do not fit.</summary>
    private protected static JobException Misfit(string what, string expected, string fix) =>
        new(new Finding { Code = "AM0101", Where = "network", What = what, Expected = expected, Fix = fix });

    private static void AddWeights(Dictionary<string, Tensor> answers, Tensor weights, string cross, string own, long rows, long segments, int count)
    {
        var clips = weights.view(rows, segments, weights.size(1), weights.size(2)).mean([1]);
        if (count > 0) answers[cross] = clips.narrow(2, 0, count);
        if (count < clips.size(2)) answers[own] = clips.narrow(2, count, clips.size(2) - count);
    }

    private void AddWeights(Dictionary<string, Tensor> answers, Tensor weights, string cross, string own, long rows, long segments) =>
        AddWeights(answers, weights, cross, own, rows, segments, options.CrossModal);

    private Network Create(ModelSpec spec)
    {
        _spec = spec;
        var pictures = Required(spec, AudioVisualKeys.Pictures, 4, "(segments, 3, height, width)");
        var sound = Required(spec, AudioVisualKeys.Spectrogram, 3, "(segments, frames, bands)");
        if (pictures[0] != sound[0])
            throw Misfit($"A clip has {pictures[0]} pictures for {sound[0]} segments of sound", "a picture for each segment", "Choose a task that gives one.");
        if (pictures[1] != 3 || pictures[2] != pictures[3])
            throw Misfit($"The pictures are {pictures[2]} x {pictures[3]} with {pictures[1]} channels", "square pictures with 3 channels", "Set task.options.pictureSize.");
        var (vision, heard) = (options.VisionShape, options.SoundShape);
        if (heard.Side % sound[2] != 0)
        {
            throw Misfit($"{sound[2]} bands do not divide {heard.Side}, the side of the folded spectrogram", $"bands that divide {heard.Side}",
                "Set task.options.bands, or network.options.sound.side.");
        }

        var stages = vision.Depths.Length;
        var encoder = new DualEncoder(options, (int)pictures[2], (int)sound[2], spec.Seed);
        var shape = new EncodedShape(
            vision.Width << (stages - 1), heard.Width << (stages - 1), options.Hidden,
            [.. Enumerable.Range(0, stages).Select(stage => ((int)pictures[2] / vision.Patch >> stage, vision.Width << stage))]);
        var head = CreateHead(spec.Inputs, shape, spec.Classes, spec.Seed + 3)
            ?? throw Misfit($"The task gives {string.Join(", ", spec.Inputs.Keys)}, which this network has no head for", Heads, "Choose the other component of this plugin, or another task.");
        return ModuleTensors.Keep(new Network(encoder, head));
    }

    /// <summary>The tasks that the model has heads for, in words.</summary>
    private protected abstract string Heads { get; }

    private static long[] Required(ModelSpec spec, string key, int dimensions, string expected) =>
        spec.Inputs.TryGetValue(key, out var shape) && shape.Length == dimensions
            ? shape
            : throw Misfit($"The task gives no '{key}' of {expected}; it gives {string.Join(", ", spec.Inputs.Keys)}", "a task of audio-visual events",
                "Choose the task 'events'.");

    /// <summary>Encoders and head as one module, so that they are saved, moved and switched together.</summary>
    private sealed class Network : nn.Module
    {
        public Network(DualEncoder encoder, EventHead head)
            : base("avmoe")
        {
            (Encoder, Head) = (encoder, head);
            register_module("encoder", encoder);
            register_module("head", head);
        }

        public DualEncoder Encoder { get; }

        public EventHead Head { get; }

        public IReadOnlyList<ParameterGroup> Groups(bool frozen)
        {
            Parameter[] adapters = [.. Encoder.Adapters()];
            return
            [
                .. frozen ? Array.Empty<ParameterGroup>() : [new ParameterGroup("encoders", [.. Encoder.Encoders()])],
                .. adapters.Length > 0 ? [new ParameterGroup("adapters", adapters)] : Array.Empty<ParameterGroup>(),
                new("head", [.. Head.parameters()]),
            ];
        }

        protected override void RegisterComponents()
        {
        }
    }
}

/// <summary>What both encoders give.</summary>
/// <param name="Seen">Width of the pictures' last tokens.</param>
/// <param name="Heard">Width of the sound's last tokens.</param>
/// <param name="Hidden">Width of the head.</param>
/// <param name="Maps">Side and width of the pictures' map at the end of each stage.</param>
internal sealed record EncodedShape(int Seen, int Heard, int Hidden, IReadOnlyList<(int Side, int Width)> Maps);

/// <summary>AVMoE with class scores of clips: events localised (AVE) or parsed by modality (LLP), and questions answered (AVQA).</summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("avmoe")]
public sealed class AvMoeClassifier(AvMoeOptions options, IRunContext? run = null, IRunEvents? events = null)
    : AvMoeModel(options, run, events), IClassifierHead
{
    /// <inheritdoc/>
    public int FeatureSize => Rows.Width;

    /// <inheritdoc/>
    public Parameter Weight => Rows.Classifier.Weight;

    /// <inheritdoc/>
    public Parameter? Bias => Rows.Classifier.Bias;

    private protected override string Heads => "events of segments, events of clips, or questions";

    private ClassHead Rows => (ClassHead)Head;

    /// <inheritdoc/>
    public Tensor Classify(Tensor features) => Rows.Classifier.call(features);

    /// <inheritdoc/>
    protected override AvMoeModel Blank() => new AvMoeClassifier(Options);

    /// <inheritdoc/>
    private protected override EventHead? CreateHead(IReadOnlyDictionary<string, long[]> inputs, EncodedShape shape, int classes, long seed) =>
        inputs.ContainsKey(AudioVisualKeys.Events) ? new LocalisationHead(shape.Seen, shape.Heard, shape.Hidden, classes, seed)
        : inputs.ContainsKey(EventKeys.ClipEvents) ? new ParsingHead(shape.Seen, shape.Heard, shape.Hidden, classes, seed)
        : inputs.ContainsKey(EventKeys.Words) ? new AnswerHead(shape.Seen, shape.Heard, shape.Hidden, classes, seed)
        : null;
}

/// <summary>AVMoE with a mask of what sounds in each picture (AVS).</summary>
/// <param name="options">The options.</param>
/// <param name="run">Where relative paths begin.</param>
/// <param name="events">Takes messages.</param>
[Component("avmoe-masks")]
public sealed class AvMoeSegmenter(AvMoeOptions options, IRunContext? run = null, IRunEvents? events = null) : AvMoeModel(options, run, events)
{
    private protected override string Heads => "masks";

    /// <inheritdoc/>
    protected override AvMoeModel Blank() => new AvMoeSegmenter(Options);

    /// <inheritdoc/>
    private protected override EventHead? CreateHead(IReadOnlyDictionary<string, long[]> inputs, EncodedShape shape, int classes, long seed) =>
        inputs.TryGetValue(AudioVisualKeys.Masks, out var mask)
            ? new MaskHead(shape.Maps, shape.Heard, shape.Hidden, [mask[^2], mask[^1]], classes, seed)
            : null;
}
