using PluginHost.PluginKit.Jobs;
using TorchSharp;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every data set must be able to do: give the tiny job its samples; each is the same each time, from several threads at once, and keeps to
/// <see cref="SampleRules"/>.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object; four classes are enough.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class DatasetConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "dataset", name, options, task)
{
    private const int Threads = 4;

    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var dataset = (IDataset)component;
        dataset.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        var faults = new List<string>();
        if (dataset.Info.Classes.Count == 0) faults.Add("it has no class");
        var samples = Enum.GetValues<Split>().SelectMany(dataset.Samples).ToArray();
        foreach (var twice in samples.GroupBy(sample => sample.Id).Where(group => group.Count() > 1))
            faults.Add($"the id '{twice.Key}' belongs to {twice.Count()} samples");
        foreach (var sample in samples.Where(sample => sample.Labels.Any(label => label < 0 || label >= dataset.Info.Classes.Count)))
            faults.Add($"the sample '{sample.Id}' has the label {sample.Label}, and there are {dataset.Info.Classes.Count} classes");
        foreach (var split in Enum.GetValues<Split>())
        {
            var listed = dataset.Samples(split);
            if (!listed.SequenceEqual(dataset.Samples(split))) faults.Add($"the list of {split} is another one the second time");
            if (listed.Any(sample => sample.Split != split)) faults.Add($"the list of {split} holds samples of another split");
            if (!listed.Select(sample => sample.Label).SequenceEqual(listed.Select(sample => sample.Label).Order()))
                faults.Add($"the list of {split} is not in the order of the classes");
        }

        Load(dataset, samples, faults);
        return faults;
    }

    // Each sample is loaded once in order, and by several threads at once in another order.
    private static void Load(IDataset dataset, SampleInfo[] samples, List<string> faults)
    {
        var loaded = samples.ToDictionary(sample => sample.Id, dataset.Load, StringComparer.Ordinal);
        var found = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.ForEach(samples.Reverse().Concat(samples), new ParallelOptions { MaxDegreeOfParallelism = Threads }, sample =>
        {
            using var again = dataset.Load(sample);
            foreach (var fault in Differences(loaded[sample.Id], again)) found.Add(fault);
        });
        faults.AddRange(found.Distinct(StringComparer.Ordinal));
        foreach (var sample in loaded.Values)
        {
            foreach (var fault in SampleRules.Check(sample.Tensors))
                faults.Add($"'{fault.Key}' of the sample '{sample.Info.Id}' {fault.Found}; expected {fault.Expected}");
            if (sample.Tensors.Count + sample.Texts.Count == 0) faults.Add($"the sample '{sample.Info.Id}' is empty");
            sample.Dispose();
        }
    }

    private static IEnumerable<string> Differences(Sample first, Sample again)
    {
        var id = first.Info.Id;
        if (!first.Tensors.Keys.Order(StringComparer.Ordinal).SequenceEqual(again.Tensors.Keys.Order(StringComparer.Ordinal)))
            yield return $"the sample '{id}' has other tensors the second time";
        foreach (var (key, tensor) in first.Tensors)
        {
            if (again.Tensors.TryGetValue(key, out var other) && !Numbers.Same(tensor, other))
                yield return $"'{key}' of the sample '{id}' differs when it is loaded again";
        }

        if (!first.Texts.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(again.Texts.OrderBy(pair => pair.Key, StringComparer.Ordinal)))
            yield return $"the texts of the sample '{id}' differ when it is loaded again";
    }
}
