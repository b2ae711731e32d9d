namespace PluginHost.Plugins.Events;

/// <summary>
/// Events localised in segments (AVE): whether a segment has the event, by binary cross-entropy; the event of the clip, by cross-entropy; and the
/// mean of each class's largest segment scores, by cross-entropy.
/// </summary>
/// <param name="options">The options.</param>
internal sealed class LocalisationKind(EventOptions options) : EventKind
{
    public override string Target => AudioVisualKeys.Events;

    public override long[] TargetShape(DatasetInfo dataset) => [options.Segments, dataset.Classes.Count];

    public override IEnumerable<Finding> Faults(Sample sample, DatasetInfo dataset) =>
        options.Labels == SegmentLabels.Segments && EventFault(sample, AudioVisualKeys.Events, options.Segments, dataset) is { } fault ? [fault] : [];

    public override void Collate(Dictionary<string, Tensor> tensors, IReadOnlyList<Draw> draws, IReadOnlyList<Sample> clips, DatasetInfo dataset) =>
        tensors[AudioVisualKeys.Events] = options.Labels == SegmentLabels.Segments
            ? stack([.. clips.Select(clip => InStreamOrder(clip[AudioVisualKeys.Events], dataset))])
            : nn.functional.one_hot(tensors[BatchKeys.Labels].clamp(min: 0), dataset.Classes.Count).to(ScalarType.Float32)
                .unsqueeze(1).expand(-1, options.Segments, -1).contiguous();

    public override IReadOnlyList<LossTerm> Losses(ModelOutput output, Competitors rows)
    {
        var happens = rows.Of(AudioVisualKeys.Events).amax([2]);
        var relevance = nn.functional.binary_cross_entropy_with_logits(output[EventKeys.Relevance], happens, reduction: nn.Reduction.None).mean([1]);
        var scores = output[EventKeys.SegmentScores];
        var largest = scores.topk((int)Math.Min(options.Largest, scores.shape[1]), 1).values.mean([1]);
        return
        [
            new("relevance", 1, relevance * rows.Takes),
            new("event", 1, rows.CrossEntropy(output[OutputKeys.Logits])),
            new("segments", 1, rows.CrossEntropy(largest)),
        ];
    }

    /// <summary>The event's and the segments' softened cross-entropy, and the binary one of relevance; means over segments.</summary>
    public override Tensor Distance(Func<string, Tensor> student, ModelOutput teacher, double temperature) =>
        Softened(student(OutputKeys.Logits), teacher[OutputKeys.Logits], temperature)
        + Softened(student(EventKeys.SegmentScores), teacher[EventKeys.SegmentScores], temperature).mean([1])
        + SoftenedBinary(student(EventKeys.Relevance), teacher[EventKeys.Relevance], temperature).mean([1]);

    public override void Decode(Dictionary<string, Tensor> tensors, ModelOutput output, Batch batch)
    {
        var logits = new Competitors(output, batch, null).Restricted(output[OutputKeys.Logits]);
        var (largest, labelled) = batch[AudioVisualKeys.Events].max(2);
        var happens = output[EventKeys.Relevance] > 0;
        tensors[PredictionKeys.Logits] = logits;
        tensors[EventKeys.Predicted] = where(happens, logits.argmax(1, keepdim: true).expand_as(happens), full_like(happens, -1, dtype: ScalarType.Int64));
        tensors[EventKeys.Labelled] = where(largest > 0, labelled, full_like(labelled, -1));
    }
}

/// <summary>Questions answered (AVQA), by cross-entropy over the answers: they are the data set's classes.</summary>
/// <param name="options">The options.</param>
internal sealed class AnswerKind(EventOptions options) : EventKind
{
    public override string Target => EventKeys.Words;

    public override long[] TargetShape(DatasetInfo dataset) => [options.Words];

    public override IEnumerable<Finding> Faults(Sample sample, DatasetInfo dataset)
    {
        var id = sample.Info.Id;
        if (!sample.Texts.TryGetValue(AudioVisualKeys.Question, out var question) || Questions.Words(question).Count == 0)
            yield return ClipReader.Fault("EV0106", id, "has no question", "a question in every sample", "Choose a data set of questions.");
        if (sample.Texts.TryGetValue(AudioVisualKeys.Answer, out var answer) && sample.Info.Label >= 0 && sample.Info.Label < dataset.Classes.Count
            && dataset.Classes[sample.Info.Label] != answer)
        {
            yield return ClipReader.Fault("EV0106", id, $"has the answer '{answer}' and the label of '{dataset.Classes[sample.Info.Label]}'",
                "the label of its answer", "The data set is at fault: correct the plugin.");
        }
    }

    public override void Collate(Dictionary<string, Tensor> tensors, IReadOnlyList<Draw> draws, IReadOnlyList<Sample> clips, DatasetInfo dataset) =>
        tensors[EventKeys.Words] = stack([.. clips.Select(clip => tensor(Questions.Numbers(clip.Texts[AudioVisualKeys.Question], options.Words)))]);

    public override IReadOnlyList<LossTerm> Losses(ModelOutput output, Competitors rows) => [new("answer", 1, rows.CrossEntropy(output[OutputKeys.Logits]))];

    public override Tensor Distance(Func<string, Tensor> student, ModelOutput teacher, double temperature) =>
        Softened(student(OutputKeys.Logits), teacher[OutputKeys.Logits], temperature);

    public override void Decode(Dictionary<string, Tensor> tensors, ModelOutput output, Batch batch) =>
        tensors[PredictionKeys.Logits] = new Competitors(output, batch, null).Restricted(output[OutputKeys.Logits]);
}

/// <summary>Questions as numbers of words. No list of words is needed: a word's number is its hash.</summary>
internal static class Questions
{
    /// <summary>The words, in lower case, without what is neither letter nor digit.</summary>
    public static IReadOnlyList<string> Words(string question) =>
        [.. new string([.. question.Select(sign => char.IsLetterOrDigit(sign) ? char.ToLowerInvariant(sign) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The numbers of the first words, behind zeros.</summary>
    public static long[] Numbers(string question, int length)
    {
        var words = Words(question).Take(length).ToArray();
        return [.. Enumerable.Repeat(0L, length - words.Length), .. words.Select(Number)];
    }

    /// <summary>1 to <see cref="EventKeys.Vocabulary"/> - 1: the 32-bit hash of Fowler, Noll and Vo (1a) of the word's UTF-8 bytes, modulo.</summary>
    public static long Number(string word)
    {
        var hash = 2166136261u;
        foreach (var each in System.Text.Encoding.UTF8.GetBytes(word)) hash = (hash ^ each) * 16777619u;
        return 1 + (hash % (EventKeys.Vocabulary - 1));
    }
}
