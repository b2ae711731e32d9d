using TorchSharp;

namespace PluginHost.PluginKit.Kinds;

/// <summary>What every data set must be able to do: give the tiny job its clips; the same clip is the same each time, and finite.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object; four classes are enough.</param>
public abstract class DatasetConformance(string plugin, string name, string options = "{}")
    : TrainingConformance(plugin, "dataset", name, options)
{
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
        foreach (var sample in samples.Where(sample => sample.Label < 0 || sample.Label >= dataset.Info.Classes.Count))
            faults.Add($"the sample '{sample.Id}' has the label {sample.Label}, and there are {dataset.Info.Classes.Count} classes");
        foreach (var split in Enum.GetValues<Split>())
        {
            var listed = dataset.Samples(split);
            if (!listed.SequenceEqual(dataset.Samples(split))) faults.Add($"the list of {split} is another one the second time");
            if (listed.Any(sample => sample.Split != split)) faults.Add($"the list of {split} holds samples of another split");
            if (!listed.Select(sample => sample.Label).SequenceEqual(listed.Select(sample => sample.Label).Order()))
                faults.Add($"the list of {split} is not in the order of the classes");
            if (listed.Count > 0) Compare(dataset, listed[0], faults);
        }

        return faults;
    }

    private static void Compare(IDataset dataset, SampleInfo sample, List<string> faults)
    {
        using var first = dataset.Load(sample);
        using var again = dataset.Load(sample);
        if (!first.Tensors.Keys.Order(StringComparer.Ordinal).SequenceEqual(again.Tensors.Keys.Order(StringComparer.Ordinal)))
            faults.Add($"the sample '{sample.Id}' has other tensors the second time");
        foreach (var (key, tensor) in first.Tensors)
        {
            if (!tensor.Equals(again[key])) faults.Add($"'{key}' of the sample '{sample.Id}' differs when it is loaded twice");
            if (tensor.is_floating_point() && !tensor.isfinite().all().ToBoolean())
                faults.Add($"'{key}' of the sample '{sample.Id}' is not finite");
        }
    }
}
