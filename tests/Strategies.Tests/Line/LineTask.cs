namespace PluginHost.Strategies.Tests.Line;

/// <summary>Half the squared error of a row.</summary>
internal sealed class LineTask : ITask
{
    public static Batch Rows(params (int Label, double[] X, double T)[] rows)
    {
        Draw Item(int label, int index) => new()
        {
            Training = true,
            Sources = [new() { Sample = new() { Id = $"{label}-{index}", Label = label, Split = Split.Train, Index = index } }],
        };
        return new([.. rows.Select((row, i) => Item(row.Label, i))], new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["x"] = stack([.. rows.Select(row => tensor(row.X))]),
            ["t"] = tensor(rows.Select(row => row.T).ToArray()),
        });
    }

    public Tensor RowLoss(ModelOutput output, Batch batch) => (output["y"] - batch["t"]).square() * 0.5;

    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch) => (student["y"] - teacher["y"]).abs();

    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) => throw new InvalidOperationException();

    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
        throw new InvalidOperationException();

    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        throw new InvalidOperationException();

    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples) => throw new InvalidOperationException();

    public Prediction Decode(ModelOutput output, Batch batch) => throw new InvalidOperationException();
}
