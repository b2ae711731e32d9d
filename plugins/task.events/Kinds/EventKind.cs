namespace PluginHost.Plugins.Events;

/// <summary>What the task means for one kind of question: its target, its losses, its distance between models, its predictions.</summary>
internal abstract class EventKind
{
    /// <summary>The name of the target in batches, by which the model chooses its head.</summary>
    public abstract string Target { get; }

    /// <summary>The target's shape for one clip.</summary>
    public abstract long[] TargetShape(DatasetInfo dataset);

    /// <summary>What makes a sample unusable for this kind.</summary>
    public abstract IEnumerable<Finding> Faults(Sample sample, DatasetInfo dataset);

    /// <summary>Adds the target to a batch.</summary>
    public abstract void Collate(Dictionary<string, Tensor> tensors, IReadOnlyList<Draw> draws, IReadOnlyList<Sample> clips, DatasetInfo dataset);

    /// <summary>The losses of each row, by name.</summary>
    public abstract IReadOnlyList<LossTerm> Losses(ModelOutput output, Competitors rows);

    /// <summary>The distance of each row of a student from a teacher.</summary>
    public abstract Tensor Distance(Func<string, Tensor> student, ModelOutput teacher, double temperature);

    /// <summary>Adds what metrics read.</summary>
    public abstract void Decode(Dictionary<string, Tensor> tensors, ModelOutput output, Batch batch);

    /// <summary>Cross-entropy of a student's softened scores against a teacher's over the classes that the teacher knows, (rows).</summary>
    protected static Tensor Softened(Tensor student, Tensor teacher, double temperature)
    {
        var known = teacher.shape[^1];
        var targets = (teacher / temperature).softmax(-1);
        return -(targets * nn.functional.log_softmax(student.narrow(-1, 0, known) / temperature, -1)).sum(-1);
    }

    /// <summary>Binary cross-entropy of scores against probabilities of a teacher's softened scores, in the shape of the teacher's.</summary>
    protected static Tensor SoftenedBinary(Tensor student, Tensor teacher, double temperature) =>
        nn.functional.binary_cross_entropy_with_logits(student / temperature, (teacher / temperature).sigmoid(), reduction: nn.Reduction.None);

    /// <summary>
    /// Events of segments in the order of the stream, (segments, classes of the stream); a class that no experience has is left out.
    /// </summary>
    protected static Tensor InStreamOrder(Tensor events, DatasetInfo dataset) =>
        dataset.TensorClasses.Count == 0 ? events : events.index_select(1, tensor(Columns(dataset)));

    /// <summary>Events of segments that reach beyond the clip, or that are of other classes than the data set's.</summary>
    protected static Finding? EventFault(Sample sample, string key, int segments, DatasetInfo dataset)
    {
        var id = sample.Info.Id;
        if (!sample.Tensors.TryGetValue(key, out var events))
        {
            return ClipReader.Fault("EV0104", id, $"has no '{key}'", $"'{key}' of {segments} segments",
                "Choose a data set that labels segments, or set task.options.labels to clip.");
        }

        var classes = dataset.TensorClasses.Count > 0 ? dataset.TensorClasses.Count : dataset.Classes.Count;
        if (events.dim() != 2 || events.shape[1] != classes)
            return ClipReader.Fault("EV0104", id, $"has '{key}' of ({string.Join(", ", events.shape)})", $"(segments, {classes}), as the data set has {classes} classes", "The data set is at fault: correct the plugin.");
        if (events.shape[0] > segments)
            return ClipReader.Fault("EV0104", id, $"labels {events.shape[0]} segments in '{key}', beyond the clip's {segments}", $"labels of {segments} segments", "Correct the labels, or set task.options.segments.");
        return events.shape[0] == segments ? null
            : ClipReader.Fault("EV0104", id, $"labels {events.shape[0]} segments in '{key}' of the clip's {segments}", $"labels of {segments} segments", "Label the rest, or set task.options.segments.");
    }

    private static long[] Columns(DatasetInfo dataset)
    {
        var places = dataset.TensorClasses.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        return [.. dataset.Classes.Select(name => (long)places[name])];
    }
}
