using PluginHost.Contracts;

namespace PluginHost.Learning;

/// <summary>
/// A family of learning tasks (separation, classification): how a batch is made from samples, what the base loss is, what distillation means,
/// how outputs become predictions that metrics read. Strategies reach all of it through rows, so one strategy serves every family.
/// </summary>
[ComponentKind("task")]
public interface ITask
{
    /// <summary>What a model must be built for.</summary>
    /// <param name="samples">Where to look at a sample, for feature sizes.</param>
    /// <param name="example">Any sample of the data set.</param>
    /// <returns>The shapes of one item's model inputs, without the batch dimension, by batch tensor name.</returns>
    /// <exception cref="JobException">The samples lack something the task needs, or their rates do not fit its options.</exception>
    IReadOnlyDictionary<string, long[]> Inputs(ISampleSource samples, SampleInfo example);

    /// <summary>
    /// Looks at a sample that was loaded, before it is used for the first time. That it keeps to <see cref="SampleKeys"/> and that its numbers
    /// are finite is known by then. Safe to call from several threads.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="dataset">Facts about the data set.</param>
    /// <returns>What makes it unusable for this task: findings with <see cref="Finding.What"/> about the sample.</returns>
    IEnumerable<Finding> Check(Sample sample, DatasetInfo dataset) => [];

    /// <summary>Settles what one training item is made of.</summary>
    /// <param name="list">The training list of the phase; samples from memory are marked.</param>
    /// <param name="position">The item's place in the list: its first source.</param>
    /// <param name="random">All randomness. The streams are derived for this item alone: ask for each by its purpose (partner, crop, volume).</param>
    /// <param name="keys">Keys to derive streams with (experience, epoch, index), the same for every purpose.</param>
    /// <returns>The draw.</returns>
    Draw DrawTraining(IReadOnlyList<TrainingEntry> list, int position, RandomSource random, ReadOnlySpan<long> keys);

    /// <summary>Settles the evaluation items of a set of samples; the same arguments always give the same draws.</summary>
    /// <param name="focus">The samples to test; only their sources count.</param>
    /// <param name="pool">Where partners come from (all samples seen); contains <paramref name="focus"/>.</param>
    /// <returns>The draws, at least one per sample of <paramref name="focus"/>.</returns>
    IReadOnlyList<Draw> DrawEvaluation(IReadOnlyList<SampleInfo> focus, IReadOnlyList<SampleInfo> pool);

    /// <summary>Makes a batch on the CPU. Safe to call from several threads; the result depends on the draws alone.</summary>
    /// <param name="draws">The items.</param>
    /// <param name="samples">Where their samples come from.</param>
    /// <returns>The batch, owned by the caller.</returns>
    Batch Collate(IReadOnlyList<Draw> draws, ISampleSource samples);

    /// <summary>Computes the base loss of each row that an output covers.</summary>
    /// <param name="output">The student's output.</param>
    /// <param name="batch">The batch it was computed from.</param>
    /// <param name="among">
    /// The classes that compete in a loss over class scores, ascending: with the new ones alone it is the local cross-entropy of LwF. A row whose
    /// label is not among them has loss 0. <see langword="null"/> for all; a task without class scores ignores it.
    /// </param>
    /// <returns>A differentiable tensor (rows of the output); its mean is the loss.</returns>
    Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null);

    /// <summary>Computes how far a student's predictions are from a teacher's, row by row, in the task's own terms (masks, scores).</summary>
    /// <param name="student">The student's output; may know more classes than the teacher's.</param>
    /// <param name="teacher">The teacher's output, without gradient; its rows are a subset of the student's.</param>
    /// <param name="batch">The batch both were computed from.</param>
    /// <param name="temperature">Softens class scores before they are compared (Hinton et al., 2015); other tasks ignore it.</param>
    /// <returns>A differentiable tensor (rows of the teacher's output).</returns>
    Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1);

    /// <summary>Turns an output into what metrics read.</summary>
    /// <param name="output">An output that covers all rows.</param>
    /// <param name="batch">The batch it was computed from.</param>
    /// <returns>The predictions on the CPU, owned by the caller.</returns>
    Prediction Decode(ModelOutput output, Batch batch);
}
