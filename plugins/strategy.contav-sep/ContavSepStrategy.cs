namespace PluginHost.Plugins.ContavSep;

/// <summary>
/// ContAV-Sep (Pian et al., NeurIPS 2024): replay, mask distillation from the model of the experience before on old rows (eq. 11), and
/// contrastive terms that keep the similarities between modalities, at the level of instances and of classes.
/// </summary>
/// <param name="options">The options.</param>
[Component("contav-sep")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "a teacher")]
[Declares("fits", "class-incremental separation")]
[Evidence("CrossModalContrastTests.Losses_equal_the_golden_values_of_numpy_in_double_precision")]
[Evidence(
    "ContavSepTests.Contrasts_are_those_of_new_and_old_rows_and_of_old_rows_as_the_teacher_sees_them", Table = "comparisons/small/table-1.json")]
[Needs<ICrossModalEmbeddings>("the contrastive terms compare the embeddings of the modalities")]
public sealed class ContavSepStrategy(ContavSepOptions options) : IStrategy
{
    private const string Teacher = "teacher";

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    private bool Contrasts => options.InstanceWeight > 0 || options.ClassWeight > 0;

    /// <inheritdoc/>
    public void BeforeGrowth(ILearningContext context)
    {
        if (options.DistillationWeight > 0 || (Contrasts && options.TeacherEmbeddings)) context.Freeze(Teacher);
    }

    /// <inheritdoc/>
    public ForwardRequest Request(ILearningContext context) => new() { Embeddings = ContrastsIn(context) };

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        var oldRows = loss.Learning.OldRows(loss.Batch);
        var contrasts = ContrastsIn(loss.Learning);
        var embedsTeacher = contrasts && options.TeacherEmbeddings;
        var taught = loss.Learning.Frozen(Teacher) is { } teacher && oldRows.Length > 0 ? Taught(teacher, loss, oldRows, embedsTeacher) : null;
        if (taught is not null && options.DistillationWeight > 0)
        {
            var distances = loss.Learning.Task.RowDistillation(loss.Student, taught, loss.Batch);
            loss.Add("distillation", options.DistillationWeight, distances.mean());
        }

        if (contrasts) AddContrast(loss, oldRows, embedsTeacher ? taught : null);
    }

    private bool ContrastsIn(ILearningContext context) => Contrasts && (options.ContrastiveFromStart || context.Experience.Index > 0);

    // In train mode the teacher normalises by the statistics of what it is given, so it matters whether that is the whole batch.
    private ModelOutput Taught(IModel teacher, LossContext loss, int[] oldRows, bool embeddings)
    {
        var train = options.TeacherMode == TeacherMode.Train;
        var whole = options.TeacherRows == TeacherRows.All || (train && options.TeacherRows == TeacherRows.Automatic);
        var request = new ForwardRequest { Rows = oldRows, Embeddings = embeddings };
        if (whole)
        {
            var labels = loss.Batch.Labels();
            int[] known = [.. labels.Select(label => label < loss.Learning.FirstNewLabel ? label : 0)];
            request = request with { Rows = [.. Enumerable.Range(0, labels.Length)], Classes = known };
        }

        teacher.Module.train(train);
        var taught = teacher.PredictWithoutGradient(loss.Batch, request);
        teacher.Module.eval();
        return whole ? taught.Only(oldRows) : taught;
    }

    private void AddContrast(LossContext loss, int[] oldRows, ModelOutput? taught)
    {
        var batch = loss.Batch;
        var newRows = batch.RowsWhere(source => source.Sample.Label >= loss.Learning.FirstNewLabel);
        int[] order = [.. newRows, .. oldRows];
        int[] rows = taught is null ? order : [.. order, .. oldRows];
        var embeddings = ((ICrossModalEmbeddings)loss.Learning.Model).EmbeddingKeys.Select(key =>
        {
            var student = loss.Student.Pick(key, order);
            var all = taught is null ? student : cat([student, taught.Pick(key, oldRows).detach()], 0);
            return all.to(ScalarType.Float32);
        }).ToArray();
        var device = embeddings[0].device;
        var instances = CrossModalContrast.Positives([.. rows.Select(row => batch.RowSources[row].Sample.Id)], ScalarType.Float32, device);
        var classes = CrossModalContrast.Positives([.. rows.Select(row => batch.RowSources[row].Sample.Label)], ScalarType.Float32, device);
        var values = CrossModalContrast.Losses(embeddings, [instances, classes], options.Temperature);
        loss.Add("instance", options.InstanceWeight, values[0]);
        loss.Add("class", options.ClassWeight, values[1]);
    }
}
