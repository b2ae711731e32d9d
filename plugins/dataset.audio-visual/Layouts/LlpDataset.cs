using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of LLP.</summary>
public sealed class LlpOptions : ClipOptions
{
    /// <summary>Takes the validation split that the set has.</summary>
    public LlpOptions() => Validation = 0;
}

/// <summary>
/// LLP (Tian et al., ECCV 2020): videos of ten seconds with several events. Training clips have only the names of their events;
/// validation and test clips say in which seconds each is heard and in which it is seen. Read are AVVP_train.csv, AVVP_val_pd.csv,
/// AVVP_test_pd.csv, AVVP_eval_audio.csv, AVVP_eval_visual.csv and video/ID.mp4. Thread-safe once prepared.
/// </summary>
[Component("llp")]
public sealed class LlpDataset(LlpOptions options, IRunContext run, IRunEvents events) : ClipDataset("LLP", options, run, events)
{
    private const int IdLength = 11;

    // In the order of the set's own code.
    private static readonly string[] s_classes =
    [
        "Speech", "Car", "Cheering", "Dog", "Cat", "Frying_(food)", "Basketball_bounce", "Fire_alarm", "Chainsaw", "Cello", "Banjo",
        "Singing", "Chicken_rooster", "Violin_fiddle", "Vacuum_cleaner", "Baby_laughter", "Accordion", "Lawn_mower", "Motorcycle", "Helicopter",
        "Acoustic_guitar", "Telephone_bell_ringing", "Baby_cry_infant_cry", "Blender", "Clapping",
    ];

    /// <inheritdoc/>
    private protected override string VideoFolder => "video";

    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        var (heard, seen) = (Events(root, "AVVP_eval_audio.csv"), Events(root, "AVVP_eval_visual.csv"));
        (string File, Split Split)[] files =
            [("AVVP_train.csv", Split.Train), ("AVVP_val_pd.csv", Split.Validation), ("AVVP_test_pd.csv", Split.Test)];
        var entries = new List<ClipEntry>();
        foreach (var (file, split) in files)
        {
            foreach (var (list, line, row) in Rows(root, file, 2))
            {
                var id = row[0];
                entries.Add(new(id, [.. row[^1].Split(',').Select(name => Class(list, line, name)).Distinct().Order()], split)
                {
                    // The released clips have the eleven letters of the video's id alone.
                    Stems = id.Length > IdLength ? [id, id[..IdLength]] : [id],
                    Heard = split == Split.Train ? null : heard.GetValueOrDefault(id, []),
                    Seen = split == Split.Train ? null : seen.GetValueOrDefault(id, []),
                });
            }
        }

        return new(s_classes, entries, []);
    }

    private Dictionary<string, List<ClipEvent>> Events(string root, string file)
    {
        var segments = new SegmentList(options.Segments);
        var found = new Dictionary<string, List<ClipEvent>>(StringComparer.Ordinal);
        foreach (var (list, line, row) in Rows(root, file, 4))
        {
            if (!found.TryGetValue(row[0], out var own)) found[row[0]] = own = [];
            own.Add(segments.Event(list, line, row[0], Class(list, line, row[3]), row[1], row[2]));
        }

        segments.Check(file);
        return found;
    }

    private static IEnumerable<(ListFile List, int Line, string[] Row)> Rows(string root, string file, int fields)
    {
        var list = ListFile.Read(Path.Combine(root, file));
        // The first line names the fields.
        for (var line = 1; line < list.Lines.Count; line++)
        {
            var row = list.Lines[line].Split('\t');
            if (row.Length != fields) throw list.Fault(line, $"has {row.Length} fields", $"{fields} with tabs between them");
            yield return (list, line, row);
        }
    }

    private static int Class(ListFile list, int line, string name)
    {
        var label = Array.IndexOf(s_classes, name);
        return label >= 0 ? label : throw list.Fault(line, $"has the event '{name}'", $"one of {string.Join(", ", s_classes)}");
    }
}
