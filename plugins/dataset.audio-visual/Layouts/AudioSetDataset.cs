using System.ComponentModel.DataAnnotations;
using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of AudioSet.</summary>
public sealed class AudioSetOptions : WindowOptions
{
    /// <summary>Which training segments: balanced, unbalanced or both.</summary>
    [AllowedValues("balanced", "unbalanced", "both")]
    public string Training { get; set; } = "balanced";
}

/// <summary>
/// AudioSet (Gemmeke et al., ICASSP 2017): cut segments of videos with several classes each. Read are class_labels_indices.csv,
/// balanced_train_segments.csv, unbalanced_train_segments.csv, eval_segments.csv, and videos at any depth whose names are ID, YID,
/// ID_START, ID_START_END (seconds or milliseconds) or ID with the start in six digits. Thread-safe once prepared.
/// </summary>
[Component("audioset")]
public sealed class AudioSetDataset(AudioSetOptions options, IRunContext run, IRunEvents events)
    : ClipDataset("AudioSet", options, run, events)
{
    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        var names = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var labels = ListFile.Read(Path.Combine(root, "class_labels_indices.csv"));
        for (var line = 1; line < labels.Lines.Count; line++)
        {
            var row = CsvLine.Split(labels.Lines[line]);
            if (row.Count != 3 || !places.TryAdd(row[1], names.Count))
                throw labels.Fault(line, "cannot be read", "a number, an id of its own, and a name");
            names.Add(row[2]);
        }

        var entries = new List<ClipEntry>();
        if (options.Training is "balanced" or "both") Segments(root, "balanced_train_segments.csv", Split.Train, places, entries);
        if (options.Training is "unbalanced" or "both") Segments(root, "unbalanced_train_segments.csv", Split.Train, places, entries);
        Segments(root, "eval_segments.csv", Split.Test, places, entries);
        return new(names, entries, []);
    }

    private static void Segments(string root, string file, Split split, Dictionary<string, int> places, List<ClipEntry> entries)
    {
        var list = ListFile.Read(Path.Combine(root, file));
        for (var line = 0; line < list.Lines.Count; line++)
        {
            if (list.Lines[line].StartsWith('#')) continue;
            var row = CsvLine.Split(list.Lines[line]);
            if (row.Count != 4 || !Seconds(row[1], out var start) || !Seconds(row[2], out var end))
                throw list.Fault(line, "cannot be read", "id, start, end, and ids of classes in quotes");
            var own = new SortedSet<int>();
            foreach (var id in row[3].Split(','))
            {
                own.Add(places.TryGetValue(id, out var label) ? label
                    : throw list.Fault(line, $"has the class '{id}'", "one of class_labels_indices.csv"));
            }


            var (first, last) = ((int)start, (int)end);
            entries.Add(new(string.Create(CultureInfo.InvariantCulture, $"{row[0]}_{first}"), [.. own], split)
            {
                Stems =
                [
                    string.Create(CultureInfo.InvariantCulture, $"{row[0]}_{first}_{last}"),
                    string.Create(CultureInfo.InvariantCulture, $"{row[0]}_{1000L * first}_{1000L * last}"),
                    string.Create(CultureInfo.InvariantCulture, $"{row[0]}_{first:000000}"),
                    string.Create(CultureInfo.InvariantCulture, $"{row[0]}_{first}"),
                    row[0],
                    $"Y{row[0]}",
                ],
            });
        }
    }

    private static bool Seconds(string text, out double seconds) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && seconds < int.MaxValue;
}
