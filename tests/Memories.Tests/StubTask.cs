namespace PluginHost.Memories.Tests;

/// <summary>A task whose row losses a test spells out: half as much again where the sample is the partner.</summary>
internal sealed class StubTask(Func<SampleInfo, float> loss) : ITask
{
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) => throw new InvalidOperationException();

    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
        throw new InvalidOperationException();

    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        throw new InvalidOperationException();

    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples) => throw new InvalidOperationException();

    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) =>
        tensor(batch.RowSources.Select((source, row) => loss(source.Sample) * (row < batch.Size ? 1f : 1.5f)).ToArray());

    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
        throw new InvalidOperationException();

    public Prediction Decode(ModelOutput output, Batch batch) => throw new InvalidOperationException();
}
