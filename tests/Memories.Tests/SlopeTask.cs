namespace PluginHost.Memories.Tests;

/// <summary>The task of <see cref="SlopeModel"/>: a row's loss is what the model gives.</summary>
internal sealed class SlopeTask : ITask
{
    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) => throw new InvalidOperationException();

    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys) =>
        throw new InvalidOperationException();

    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        throw new InvalidOperationException();

    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples) => throw new InvalidOperationException();

    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null) => output["loss"];

    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
        throw new InvalidOperationException();

    public Prediction Decode(ModelOutput output, Batch batch) => throw new InvalidOperationException();
}
