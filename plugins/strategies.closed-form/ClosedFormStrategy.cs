namespace PluginHost.Plugins.ClosedForm;

/// <summary>What a solved classifier sees of a sample.</summary>
public enum FeatureSource
{
    /// <summary>The model's representation before its classifier.</summary>
    Penultimate,

    /// <summary>The input itself as one row of numbers; the model is not asked.</summary>
    Input,
}

/// <summary>
/// What the methods have in common: the body of the model is trained in the first experience or never, and a classifier that is solved from
/// sums makes the predictions. It takes every sample once: at the end of an experience in a pass without gradient, or, in a stream without
/// boundaries, batch by batch as they pass.
/// </summary>
/// <remarks>
/// Until the classifier has learned something (validation within the first experience), the model's own predictions stand.
/// </remarks>
/// <typeparam name="THead">The classifier.</typeparam>
public abstract class ClosedFormStrategy<THead> : IStrategy, IPhasePlan, IPredictionRule, IStateful, IKeepsTensors, IDisposable
    where THead : ClosedFormHead
{
    private const string HeadPrefix = "head.";

    /// <summary>The solved classifier; <see langword="null"/> until the first features are seen.</summary>
    public THead? Head { get; private set; }

    /// <inheritdoc/>
    public virtual long KeptBytes => Head?.Bytes ?? 0;

    /// <summary>Whether the engine's main phase trains the model in the first experience; no other phase ever runs.</summary>
    protected virtual bool TrainsFirst => false;

    /// <summary>How the body is tuned, a word of <see cref="ITunable"/>; <see langword="null"/> to leave it as the job makes it.</summary>
    protected virtual string? Tuning => null;

    /// <summary>What the classifier sees.</summary>
    protected virtual FeatureSource Source => FeatureSource.Penultimate;

    /// <inheritdoc/>
    public virtual void BeforeStream(ILearningContext context)
    {
        if (TrainsFirst && !context.Boundaries)
        {
            throw Fault("CF0101", "strategy", "The method trains in the first experience, but the stream does not tell where it ends",
                "a benchmark with boundaries", "Set the benchmark's boundaries to true, or choose g-acil or slda, which learn without.");
        }

        if (Tuning is { } tuning) Tune(context, tuning);
        if (Source == FeatureSource.Penultimate) Begin(context, Width(context));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Phase> Plan(ILearningContext context, Phase main)
    {
        if (!context.Boundaries) return [main with { ParameterGroups = [], EvalMode = true }];
        return TrainsFirst && context.Experience.Index == 0 ? [main] : [];
    }

    /// <inheritdoc/>
    public virtual ForwardRequest Request(ILearningContext context) =>
        new() { Features = !context.Boundaries && Source == FeatureSource.Penultimate };

    /// <inheritdoc/>
    public virtual void AddLosses(LossContext loss)
    {
    }

    /// <inheritdoc/>
    public void AfterStep(ILearningContext context, StepInfo step, Batch batch, ModelOutput output)
    {
        if (!context.Boundaries) Learn(context, batch, output);
    }

    /// <inheritdoc/>
    public virtual void AfterExperience(ILearningContext context) =>
        LearnAll(context, context.Experience.Train);

    /// <inheritdoc/>
    public ModelOutput Predict(ILearningContext context, Batch batch)
    {
        if (Head is not { Classes: > 0 }) return context.Model.Forward(batch, ForwardRequest.Predictions);
        var output = Source == FeatureSource.Penultimate ? context.Model.Forward(batch, new() { Features = true }) : null;
        var scores = Scores(Features(context, batch, output));
        var missing = context.Model.Classes - scores.size(1);
        if (missing > 0) scores = nn.functional.pad(scores, (0, missing), PaddingModes.Constant, double.NegativeInfinity);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Logits] = scores.to(ScalarType.Float32) };
        return new(null, tensors);
    }

    /// <inheritdoc/>
    public virtual void SaveState(StateBag state)
    {
        if (Head is not { } head) return;
        state.Json["width"] = head.Width;
        foreach (var (name, value) in head.State) state.Tensors[HeadPrefix + name] = value;
    }

    /// <inheritdoc/>
    public virtual void LoadState(StateBag state, ILearningContext context)
    {
        if ((int?)state.Json["width"] is not { } width) return;
        Head?.Dispose();
        Head = CreateHead(width, context.Device);
        Head.Restore(state.Tensors.Where(pair => pair.Key.StartsWith(HeadPrefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[HeadPrefix.Length..], pair => pair.Value, StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Head?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a finding that ends the run.</summary>
    protected static JobException Fault(string code, string where, string what, string expected, string? fix = null) =>
        new(new Finding { Code = code, Where = where, What = what, Expected = expected, Fix = fix });

    /// <summary>Makes the classifier.</summary>
    /// <param name="width">Features of a row as the classifier sees them.</param>
    /// <param name="device">Where it computes.</param>
    protected abstract THead CreateHead(int width, Device device);

    /// <summary>The width of penultimate features as the classifier sees them.</summary>
    protected virtual int Width(ILearningContext context) => ((IPenultimateFeatures)context.Model).FeatureSize;

    /// <summary>The rows that the classifier sees, (R, width).</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="output">The model's output with features; <see langword="null"/> where the input itself is seen.</param>
    protected virtual Tensor Features(ILearningContext context, Batch batch, ModelOutput? output) => Source == FeatureSource.Input
        ? batch[BatchKeys.Input].flatten(1)
        : output![OutputKeys.Features];

    /// <summary>The rows that the classifier learns, of what <see cref="Features"/> gives; the same by default.</summary>
    protected virtual Tensor Learned(Tensor features) => features;

    /// <summary>The scores of every class learned, (R, classes), for what <see cref="Features"/> gives.</summary>
    protected virtual Tensor Scores(Tensor features) => Head!.Scores(Learned(features));

    /// <summary>Makes the classifier if there is none yet.</summary>
    protected void Begin(ILearningContext context, int width) => Head ??= CreateHead(width, context.Device);

    /// <summary>Learns samples in a pass without gradient.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="learned">Called with the rows of each batch, (R, width), and their labels, (R), after they were learned.</param>
    protected void LearnAll(
        ILearningContext context, IReadOnlyList<SampleInfo> samples, Action<(Tensor Features, Tensor Labels)>? learned = null) =>
        context.Pass(samples, new() { Features = true }, (batch, output) =>
        {
            if (Learn(context, batch, output) is { } fresh) learned?.Invoke(fresh);
        });

    /// <summary>The random expansion of rows, made when it is first wanted.</summary>
    protected static RandomExpansion Expansion(ref RandomExpansion? expansion, Tensor features, int width, long seed, Device device)
    {
        if (expansion is null)
        {
            expansion = ModuleTensors.Keep(new RandomExpansion((int)features.size(1), width, seed));
            ModuleTensors.MoveTo(expansion, device);
        }

        return expansion;
    }

    /// <summary>Learns the rows of a batch that have a label and are new: replayed ones have been learned before.</summary>
    private (Tensor Features, Tensor Labels)? Learn(ILearningContext context, Batch batch, ModelOutput output)
    {
        var rows = batch.RowsWhere(source => source.Sample.Label >= 0 && !source.FromMemory).Select(row => (long)row).ToArray();
        if (rows.Length == 0) return null;
        var features = Learned(Features(context, batch, output));
        if (rows.Length < batch.Rows) features = features.index_select(0, tensor(rows, device: features.device));
        var all = batch.Labels();
        var labels = tensor(rows.Select(row => (long)all[row]).ToArray());
        Begin(context, (int)features.size(1));
        Head!.Add(features, labels);
        return (features, labels);
    }

    private static void Tune(ILearningContext context, string tuning)
    {
        if (context.Model is not ITunable tunable)
        {
            throw Fault("CF0102", "strategy.options.tuning", "The model cannot be tuned",
                "a classifier such as 'resnet', 'pretrained-resnet' or 'vit'");
        }

        if (!tunable.Tunings.Contains(tuning, StringComparer.Ordinal))
        {
            throw Fault("CF0103", "strategy.options.tuning", $"The model cannot be tuned by '{tuning}'",
                $"one of {string.Join(", ", tunable.Tunings)}");
        }

        tunable.Tune(tuning, context.Random.SeedFor("tuning"));
    }
}
