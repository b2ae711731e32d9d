namespace PluginHost.Strategies.Tests.Line;

/// <summary>A learning context that a test moves by hand: two classes, then one more in each of two experiences.</summary>
internal sealed class StubContext(IModel model, ITask task) : ILearningContext
{
    private static readonly StreamExperience[] Experiences =
        [new() { FirstLabel = 0, Count = 2 }, new() { FirstLabel = 2, Count = 1 }, new() { FirstLabel = 3, Count = 1 }];

    public IReadOnlyList<Batch> Batches { get; set; } = [];

    public IModel Model => model;

    public ITask Task => task;

    public IMemory? Memory { get; init; }

    public ClassStream Stream { get; } = new() { ClassNames = ["a", "b", "c", "d"], Experiences = Experiences };

    public int Experience { get; set; }

    public int FirstNewLabel => Experiences[Experience].FirstLabel;

    public int SeenLabels => Experiences[Experience].EndLabel;

    public IReadOnlyList<SampleInfo> NewSamples => [.. Batches.SelectMany(batch => batch.RowSources).Select(source => source.Sample)];

    public ISampleSource Samples { get; init; } = null!;

    public RandomSource Random { get; } = new(1);

    public Device Device => CPU;

    public IRunEvents Events { get; } = new EventLog();

    public CancellationToken CancellationToken => CancellationToken.None;

    public void Pass(IReadOnlyList<SampleInfo> samples, ForwardRequest request, Action<Batch, ModelOutput> visit) =>
        throw new InvalidOperationException();

    public void GradientPass(IReadOnlyList<SampleInfo> samples, Action<Batch, ModelOutput> visit)
    {
        foreach (var batch in Batches)
        {
            using var scope = NewDisposeScope();
            model.Module.zero_grad();
            visit(batch, model.Forward(batch, ForwardRequest.Predictions));
        }

        model.Module.zero_grad();
    }

    public LossContext Loss(Batch batch)
    {
        var request = ForwardRequest.Predictions;
        if (model is IFeatureMaps maps) request = new() { FeatureMaps = maps.FeatureMapNames, Embeddings = true };
        var student = model.Forward(batch, request);
        var phase = new Phase { Name = Phase.MainName, Entries = [], Steps = 1 };
        return new(this, new(phase, 0, 0, 1), batch, student, task.RowLoss(student, batch));
    }
}
