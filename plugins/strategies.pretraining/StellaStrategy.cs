namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// STELLA (Lee et al., ICML 2024): keeps pairs as they came, with both embeddings, both pooled queries, importances and correlations, and
/// chooses the patches of a replayed pair anew each time.
/// </summary>
/// <remarks>A clip longer than a window is replayed at the window that it was stored with.</remarks>
/// <param name="options">The options.</param>
[Component("stella", Options = typeof(StellaOptions))]
[Declares("memory", "exemplars, with embeddings, pooled queries, importances and correlations")]
[Declares("boundaries", "not needed")]
[Declares("holds", "the matching module")]
[Declares("fits", "unlabelled pairs of sound and pictures; online")]
[Evidence("StellaTests.A_replayed_pair_is_held_to_its_stored_embeddings")]
[Needs<IPatchTokens>("patches are chosen by what the tokens of both modalities pay to each other")]
[Needs<ICrossModalEmbeddings>("embeddings of both sides are stored")]
public sealed class StellaStrategy(StellaOptions options) : PatchReplayStrategy(options)
{
    internal override void Store(
        ILearningContext context, DrawSource source, Batch batch, int row, PairStep taken, Dictionary<string, Tensor> tensors)
    {
        tensors[PairTensors.AudioImportance] = taken.Audio.Importance[row];
        tensors[PairTensors.VideoImportance] = taken.Video.Importance[row];
        tensors[PairTensors.AudioCorrelation] = taken.Audio.Correlation[row];
        tensors[PairTensors.VideoCorrelation] = taken.Video.Correlation[row];
        tensors[PairTensors.Position] = tensor(source.Position ?? 0.5, dtype: ScalarType.Float64);
        context.OnlineMemory().Add(context, source.Sample, tensors);
    }

    internal override Batch Replay(ILearningContext context, StepInfo step, IReadOnlyList<Exemplar> exemplars)
    {
        Draw[] draws =
        [
            .. exemplars.Select(exemplar => new Draw
            {
                Training = true,
                Sources = [new() { Sample = exemplar.Sample, FromMemory = true, Position = exemplar.Tensors[PairTensors.Position].ToDouble() }],
            }),
        ];
        var batch = context.Task.Collate(draws, context.Samples);
        batch.MoveTo(context.Device);
        Mark(
            context,
            batch,
            Chosen(PairTensors.AudioImportance, PairTensors.AudioCorrelation, isAudio: true, "replayed.audio"),
            Chosen(PairTensors.VideoImportance, PairTensors.VideoCorrelation, isAudio: false, "replayed.video"));
        return batch;

        int[][] Chosen(string importance, string correlation, bool isAudio, string purpose) =>
            Select(Stacked(exemplars, importance), Stacked(exemplars, correlation), isAudio, context, step, purpose);
    }
}
