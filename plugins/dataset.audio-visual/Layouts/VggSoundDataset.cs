using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of VGGSound.</summary>
public sealed class VggSoundOptions : WindowOptions;

/// <summary>
/// VGGSound (Chen et al., ICASSP 2020): videos of ten seconds with one class each. Read are vggsound.csv (id, start, label, split; no
/// line of names) and ID_START.mp4 with the start in six digits, at any depth of the folder. Thread-safe once prepared.
/// </summary>
[Component("vggsound")]
public sealed class VggSoundDataset(VggSoundOptions options, IRunContext run, IRunEvents events)
    : ClipDataset("VGGSound", options, run, events)
{
    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        var list = ListFile.Read(Path.Combine(root, "vggsound.csv"));
        var rows = new List<(string Id, string Label, Split Split)>();
        for (var line = 0; line < list.Lines.Count; line++)
        {
            var row = CsvLine.Split(list.Lines[line]);
            if (row.Count != 4 || row[3] is not ("train" or "test")
                || !int.TryParse(row[1], NumberStyles.None, CultureInfo.InvariantCulture, out var start))
            {
                throw list.Fault(line, "cannot be read", "id, start in seconds, label, and train or test");
            }

            var id = $"{row[0]}_{start.ToString("000000", CultureInfo.InvariantCulture)}";
            rows.Add((id, row[2], row[3] == "train" ? Split.Train : Split.Test));
        }

        string[] classes = [.. rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var places = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return new(classes, [.. rows.Select(row => new ClipEntry(row.Id, [places[row.Label]], row.Split))], []);
    }
}
