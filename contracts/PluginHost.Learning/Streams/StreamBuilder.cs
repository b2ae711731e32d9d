namespace PluginHost.Learning;

/// <summary>What one experience is made of, in the data set's own labels.</summary>
public sealed record ExperienceContent
{
    /// <summary>What may be learned from; the order matters in an online stream.</summary>
    public required IReadOnlyList<SampleInfo> Train { get; init; }

    /// <summary>What a checkpoint may be chosen by.</summary>
    public IReadOnlyList<SampleInfo> Validation { get; init; } = [];

    /// <summary>What is tested.</summary>
    public required IReadOnlyList<SampleInfo> Test { get; init; }

    /// <summary>The identity that the learner is given; <see langword="null"/> for none. Only the experience's classes compete then.</summary>
    public int? TaskId { get; init; }

    /// <summary>The domain; empty for none.</summary>
    public string Domain { get; init; } = "";

    /// <summary>Whether training samples keep their labels; validation and test samples always do.</summary>
    public bool Labelled { get; init; } = true;
}

/// <summary>
/// Puts experiences together as a stream: relabels samples into the order in which classes arrive and finds out what is new. For benchmarks.
/// </summary>
/// <param name="info">The data set.</param>
/// <param name="order">The data set's labels in the wanted order of arrival; classes that arrive together are counted in this order.</param>
public sealed class StreamBuilder(DatasetInfo info, IReadOnlyList<int> order)
{
    private readonly List<ExperienceContent> _contents = [];

    /// <summary>Adds an experience.</summary>
    /// <param name="content">What it is made of.</param>
    public void Add(ExperienceContent content) => _contents.Add(content);

    /// <summary>Builds the stream.</summary>
    /// <param name="boundaries">Whether the learner is told where experiences begin and end.</param>
    /// <param name="online">Whether training samples are seen once, in the order given; else they are sorted by label.</param>
    /// <returns>The stream.</returns>
    public LearningStream Build(bool boundaries = true, bool online = false)
    {
        var labels = new Dictionary<int, int>();
        var experiences = new List<Experience>();
        foreach (var content in _contents)
        {
            var present = content.Train.SelectMany(sample => sample.Labels).ToHashSet();
            var first = labels.Count;
            foreach (var label in order.Where(label => present.Contains(label) && !labels.ContainsKey(label))) labels[label] = labels.Count;
            int[] classes = [.. present.Where(labels.ContainsKey).Select(label => labels[label]).Order()];
            var among = content.TaskId is null ? null : classes;
            experiences.Add(new()
            {
                Index = experiences.Count,
                Train = Relabel(content.Train, labels, among, content.Labelled, sort: !online),
                Validation = Relabel(content.Validation, labels, among, labelled: true, sort: true),
                Test = Relabel(content.Test, labels, among, labelled: true, sort: true),
                Classes = content.Labelled ? classes : [],
                NewClasses = [.. Enumerable.Range(first, labels.Count - first)],
                TaskId = content.TaskId,
                Domain = content.Domain,
            });
        }

        return new()
        {
            Experiences = experiences,
            ClassNames = [.. labels.OrderBy(pair => pair.Value).Select(pair => info.Classes[pair.Key])],
            Boundaries = boundaries,
            Online = online,
        };
    }

    private static IReadOnlyList<SampleInfo> Relabel(
        IReadOnlyList<SampleInfo> samples, Dictionary<int, int> labels, IReadOnlyList<int>? among, bool labelled, bool sort)
    {
        var relabelled = samples
            .Select(sample => sample with
            {
                Labels = labelled ? [.. sample.Labels.Where(labels.ContainsKey).Select(label => labels[label])] : [],
                Among = among,
            });
        return sort ? [.. relabelled.OrderBy(sample => sample.Label)] : [.. relabelled];
    }
}
