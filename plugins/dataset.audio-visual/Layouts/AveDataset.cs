using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of AVE.</summary>
public sealed class AveOptions : ClipOptions
{
    /// <summary>Takes the validation split that the set has.</summary>
    public AveOptions() => Validation = 0;
}

/// <summary>
/// AVE (Tian et al., ECCV 2018): videos of ten seconds with one event that is heard and seen in some of them. Read are trainSet.txt,
/// valSet.txt, testSet.txt and AVE/ID.mp4. Thread-safe once prepared.
/// </summary>
[Component("ave")]
public sealed class AveDataset(AveOptions options, IRunContext run, IRunEvents events) : ClipDataset("AVE", options, run, events)
{
    private const int Fields = 5;

    /// <inheritdoc/>
    private protected override string VideoFolder => "AVE";

    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        (string File, Split Split)[] files = [("trainSet.txt", Split.Train), ("valSet.txt", Split.Validation), ("testSet.txt", Split.Test)];
        var rows = new List<(string[] Row, int Line, ListFile List, Split Split)>();
        foreach (var (file, split) in files)
        {
            var list = ListFile.Read(Path.Combine(root, file));
            for (var line = 0; line < list.Lines.Count; line++)
            {
                // Annotations.txt has a line with the names of the fields; who copies it into a list means no clip by it.
                var row = list.Lines[line].Split('&');
                if (row is ["Category", "VideoID", ..]) continue;
                if (row.Length != Fields) throw list.Fault(line, $"has {row.Length} fields", "Category&VideoID&Quality&StartTime&EndTime");
                rows.Add((row, line, list, split));
            }
        }

        string[] classes = [.. rows.Select(row => row.Row[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var segments = new SegmentList(options.Segments);
        ClipEntry[] entries = [.. rows.Select(entry =>
        {
            var label = Array.IndexOf(classes, entry.Row[0]);
            var id = entry.Row[1];
            return new ClipEntry(id, [label], entry.Split)
            {
                Both = [segments.Event(entry.List, entry.Line, id, label, entry.Row[3], entry.Row[4])],
            };
        })];
        segments.Check("AVE");
        return new(classes, entries, []);
    }
}
