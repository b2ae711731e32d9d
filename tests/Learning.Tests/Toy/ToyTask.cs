using PluginHost.Learning.Separation;

namespace PluginHost.Learning.Tests;

/// <summary>
/// Mixes two spectra; the target of a row is its share of the mixture in every bin. The score is 1 minus the mean error.
/// </summary>
internal sealed class ToyTask(int poisonedStep = -1) : ITask
{
    private int _losses;

    public IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example) =>
        new Dictionary<string, long[]>(StringComparer.Ordinal)
    {
        [BatchKeys.Input] = [samples.Get(example)[ToyDataset.Spectrum].shape[0]],
        [SeparationKeys.Object] = [samples.Get(example)[ToyDataset.Picture].shape[0]],
    };

    public Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys)
    {
        var gain = random.Stream("volume", keys).NextDouble(0.5, 1.5);
        var partner = list[random.Stream("partner", keys).Next(list.Count)];
        return new()
        {
            Training = true,
            Sources =
            [
                new() { Sample = list[position].Sample, FromMemory = list[position].FromMemory, Gain = gain },
                new() { Sample = partner.Sample, FromMemory = partner.FromMemory },
            ],
        };
    }

    public IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool) =>
        [.. focus.Select((sample, i) => new Draw
        {
            Training = false,
            Sources = [new() { Sample = sample }, new() { Sample = pool[((i * 5) + 3) % pool.Count], Counted = focus.Count == pool.Count }],
        })];

    public Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples)
    {
        using var scope = NewDisposeScope();
        Tensor Rows(Func<DrawSource, Tensor> get) =>
            cat([.. Enumerable.Range(0, 2).Select(slot => stack([.. draws.Select(draw => get(draw.Sources[slot]))]))], 0);
        var sources = Rows(source => samples.Get(source.Sample)[ToyDataset.Spectrum] * source.Gain);
        var halves = sources.chunk(2, 0);
        var mixture = halves[0] + halves[1];
        return new(draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [BatchKeys.Input] = mixture,
            [SeparationKeys.Object] = Rows(source => samples.Get(source.Sample)[ToyDataset.Picture]),
            [SeparationKeys.Targets] = sources / cat([mixture, mixture], 0),
        });
    }

    public Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null)
    {
        var loss = (output[SeparationKeys.Masks] - batch[SeparationKeys.Targets]).abs().mean([1]);
        return _losses++ == poisonedStep ? loss / 0.0 * 0.0 : loss;
    }

    public Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1) =>
        (student.Pick(SeparationKeys.Masks, teacher.Rows) - teacher[SeparationKeys.Masks]).abs().mean([1]);

    public Prediction Decode(ModelOutput output, Batch batch) => new(batch.Draws, new Dictionary<string, Tensor>(StringComparer.Ordinal)
    {
        [SeparationKeys.Estimates] = output[SeparationKeys.Masks].detach().cpu(),
        [SeparationKeys.References] = batch[SeparationKeys.Targets].cpu(),
    });
}
