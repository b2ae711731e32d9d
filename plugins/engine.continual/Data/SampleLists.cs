namespace PluginHost.Plugins.Continual;

/// <summary>The samples of a data set, relabelled into the order of the stream and sorted by label.</summary>
internal sealed class SampleLists
{
    private readonly Dictionary<Split, IReadOnlyList<SampleInfo>> _samples = [];

    public SampleLists(IDataset dataset, ClassStream stream)
    {
        var labels = new int[dataset.Info.Classes.Count];
        for (var i = 0; i < labels.Length; i++) labels[i] = Array.IndexOf([.. stream.ClassNames], dataset.Info.Classes[i]);
        foreach (var split in Enum.GetValues<Split>())
        {
            var list = new List<SampleInfo>();
            foreach (var sample in dataset.Samples(split))
            {
                Originals[sample.Id] = sample;
                if (labels[sample.Label] >= 0) list.Add(sample with { Label = labels[sample.Label] });
            }

            _samples[split] = [.. list.OrderBy(sample => sample.Label)];
        }
    }

    /// <summary>The data set's own handles by sample id.</summary>
    public Dictionary<string, SampleInfo> Originals { get; } = new(StringComparer.Ordinal);

    /// <summary>The samples of some labels in a split.</summary>
    public IReadOnlyList<SampleInfo> Of(Split split, int firstLabel, int endLabel) =>
        [.. _samples[split].Where(sample => sample.Label >= firstLabel && sample.Label < endLabel)];

    /// <summary>Findings about classes that cannot be learned or tested.</summary>
    public IEnumerable<Finding> Check(ClassStream stream, bool needsValidation)
    {
        foreach (var split in Enum.GetValues<Split>())
        {
            if (split == Split.Validation && !needsValidation) continue;
            for (var label = 0; label < stream.ClassNames.Count; label++)
            {
                if (Of(split, label, label + 1).Count > 0) continue;
                yield return new()
                {
                    Code = "CE0104",
                    Where = "dataset",
                    What = $"The class '{stream.ClassNames[label]}' has no sample in the {split.ToString().ToLowerInvariant()} split",
                    Expected = "at least one sample for every class of the stream",
                };
            }
        }
    }
}
