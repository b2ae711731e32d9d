using PluginHost.Learning;

namespace PluginHost.Plugins.DatasetClassification.Letters;

/// <summary>Letter rows with ids made from what they hold, divided, and the scale that the training split gives.</summary>
internal sealed class LetterTable
{
    private readonly IReadOnlyList<LetterRow> _rows;
    private readonly double[] _means = new double[LetterFile.Features];
    private readonly double[] _scales = new double[LetterFile.Features];

    public LetterTable(IReadOnlyList<LetterRow> rows, LettersOptions options)
    {
        _rows = rows;
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var items = rows.Select(row => new LabelledItem(Name(row, seen), row.Letter - 'A', LabelledItem.Digest(row.Values))).ToArray();
        Lists = new SampleLists(items, Classes, [], options);
        Array.Fill(_scales, 1);
        if (options.Standardise) Fit([.. rows.Where((_, item) => Lists.SplitOf(item) == Split.Train)]);
    }

    /// <summary>A to Z.</summary>
    public static IReadOnlyList<string> Classes { get; } = [.. Enumerable.Range('A', 26).Select(letter => $"{(char)letter}")];

    /// <summary>The samples by split.</summary>
    public SampleLists Lists { get; }

    /// <summary>The 16 numbers of a listed sample, standardised if the options say so.</summary>
    public float[] Features(SampleInfo sample)
    {
        var values = _rows[Lists.Place(sample).Item].Values;
        var features = new float[values.Length];
        for (var i = 0; i < values.Length; i++) features[i] = (float)((values[i] - _means[i]) / _scales[i]);
        return features;
    }

    // Lines have no name of their own, and many are equal: further copies are numbered.
    private static string Name(LetterRow row, Dictionary<string, int> seen)
    {
        var name = $"{row.Letter}-{string.Join('.', row.Values)}";
        var copy = seen[name] = seen.GetValueOrDefault(name) + 1;
        return copy == 1 ? name : $"{name}#{copy}";
    }

    // A number that is the same everywhere becomes 0.
    private void Fit(IReadOnlyList<LetterRow> rows)
    {
        if (rows.Count == 0) return;
        for (var i = 0; i < LetterFile.Features; i++)
        {
            var mean = rows.Average(row => (double)row.Values[i]);
            var variance = rows.Average(row => (row.Values[i] - mean) * (row.Values[i] - mean));
            (_means[i], _scales[i]) = (mean, variance > 0 ? Math.Sqrt(variance) : 1);
        }
    }
}
