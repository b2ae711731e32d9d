namespace PluginHost.Strategies.Tests.Line;

/// <summary>Half the squared error of a row; items are drawn in the order of the list.</summary>
internal class LineTask : ITask
{
    public virtual Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) => (output["y"] - batch["t"]).square() * 0.5;

    public virtual Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
        (student.Pick("y", teacher.Rows) - teacher["y"]).abs();

    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
        new() { Training = true, Sources = [new() { Sample = list[position].Sample }] };

    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        Tensor Values(string key) => stack([.. draws.Select(draw => samples.Get(draw.Sources[0].Sample)[key])]);
        return new(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = Values("x"), ["t"] = Values("t") });
    }

    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) => throw new InvalidOperationException();

    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        throw new InvalidOperationException();

    public Prediction Decode(ModelOutput output, Batch batch) => throw new InvalidOperationException();
}
