using PluginHost.PluginKit.Jobs;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every benchmark must be able to do: lay the tiny job's data set out as the same stream each time, every sample once, classes counted in
/// the order of arrival.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class BenchmarkConformance(string plugin, string name, string options = "{}", string task = TinyJob.Classification)
    : TrainingConformance(plugin, "benchmark", name, options, task)
{
    /// <summary>Whether training samples come back in later experiences, as the benchmark's description says.</summary>
    protected virtual bool Repeats => false;

    /// <inheritdoc/>
    protected override bool Looks => true;

    /// <inheritdoc/>
    protected override IEnumerable<string> Look(object component, Work work)
    {
        if (work.Moment != WorkMoment.StreamBegins) return [];
        var benchmark = (IBenchmark)component;
        var dataset = work.Component<IDataset>();
        var random = work.Context.Random;
        var stream = benchmark.Build(dataset, random);
        var faults = new List<string>();
        if (!Same(stream, benchmark.Build(dataset, new RandomSource(random.Seed)))) faults.Add("it gives another stream the second time");
        if (stream.Experiences.Count == 0) return ["its stream has no experience"];
        faults.AddRange(Classes(stream));
        foreach (var split in Enum.GetValues<Split>()) faults.AddRange(Samples(stream, dataset, split));
        return faults;
    }

    private static IEnumerable<string> Classes(LearningStream stream)
    {
        var next = 0;
        foreach (var experience in stream.Experiences)
        {
            var place = $"experience {experience.Index}";
            if (!ReferenceEquals(stream.Experiences[experience.Index], experience)) yield return $"{place} stands at another place in the stream";
            if (!experience.NewClasses.SequenceEqual(Enumerable.Range(next, experience.NewClasses.Count)))
                yield return $"the new classes of {place} are {string.Join(", ", experience.NewClasses)} instead of {next} and those after it";
            next += experience.NewClasses.Count;
            int[] labels = [.. experience.Train.SelectMany(sample => sample.Labels).Distinct().Order()];
            if (!labels.SequenceEqual(experience.Classes)) yield return $"the classes of {place} are not the labels of its training samples";
            if (labels.Length > 0 && labels[^1] >= next) yield return $"{place} has the label {labels[^1]} before its class is counted";
            if (!stream.Online && !experience.Train.Select(sample => sample.Label).SequenceEqual(experience.Train.Select(sample => sample.Label).Order()))
                yield return $"the training samples of {place} are not sorted by label";
        }

        if (stream.ClassNames.Count != next) yield return $"it names {stream.ClassNames.Count} classes, and {next} arrive";
        if (stream.ClassNames.Distinct(StringComparer.Ordinal).Count() != stream.ClassNames.Count) yield return "it names a class twice";
    }

    private IEnumerable<string> Samples(LearningStream stream, IDataset dataset, Split split)
    {
        var listed = dataset.Samples(split).ToDictionary(sample => sample.Id, StringComparer.Ordinal);
        var given = stream.Experiences.SelectMany(each => split switch
        {
            Split.Train => each.Train,
            Split.Validation => each.Validation,
            _ => each.Test,
        }).ToArray();
        foreach (var sample in given)
        {
            if (!listed.TryGetValue(sample.Id, out var original)) yield return $"'{sample.Id}' is used for {split} and not listed for it";
            else if (sample.Label >= 0 && stream.ClassNames[sample.Label] != dataset.Info.Classes[original.Label])
                yield return $"'{sample.Id}' of the class {dataset.Info.Classes[original.Label]} has the label of {stream.ClassNames[sample.Label]}";
        }

        if (Repeats && split == Split.Train) yield break;
        foreach (var twice in given.GroupBy(sample => sample.Id, StringComparer.Ordinal).Where(group => group.Count() > 1))
            yield return $"'{twice.Key}' is used for {split} {twice.Count()} times";
    }

    private static bool Same(LearningStream one, LearningStream other) =>
        one.ClassNames.SequenceEqual(other.ClassNames) && one.Boundaries == other.Boundaries && one.Online == other.Online
        && one.Experiences.Count == other.Experiences.Count
        && one.Experiences.Zip(other.Experiences).All(pair => Same(pair.First, pair.Second));

    private static bool Same(Experience one, Experience other) =>
        one.Train.SequenceEqual(other.Train) && one.Validation.SequenceEqual(other.Validation) && one.Test.SequenceEqual(other.Test)
        && one.TaskId == other.TaskId && one.Domain == other.Domain;
}
