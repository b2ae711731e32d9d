using System.ComponentModel.DataAnnotations;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of AVSBench.</summary>
public sealed class AvsBenchOptions : ClipOptions
{
    /// <summary>Takes the validation split that the set has, and its frames as squares.</summary>
    public AvsBenchOptions() => (Validation, Fit) = (0, "stretch");

    /// <summary>s4: one source, with its category; ms3: several sources, without.</summary>
    [AllowedValues("s4", "ms3")]
    public string Subset { get; set; } = "s4";

    /// <summary>Five seconds, one frame of each.</summary>
    public override double ClipSeconds() => 5;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check()
    {
        foreach (var finding in base.Check()) yield return finding;
        if (FrameRate != 1)
            yield return new Finding { Code = "AVD0003", Where = "frameRate", What = "AVSBench has one frame a second", Expected = "1" };
    }
}

/// <summary>
/// AVSBench (Zhou et al., ECCV 2022): five frames of five seconds with masks of what sounds. Read are Single-source/s4_meta_data.csv
/// and s4_data, or Multi-sources/ms3_meta_data.csv and ms3_data, with their visual_frames, gt_masks and audio_wav. Training clips of S4
/// have the mask of the first frame alone. Thread-safe once prepared.
/// </summary>
[Component("avsbench")]
public sealed class AvsBenchDataset(AvsBenchOptions options, IRunContext run, IRunEvents events)
    : ClipDataset("AVSBench", options, run, events)
{
    private const int FramesOfAClip = 5;

    private readonly string _folder = run.ResolvePath(options.Folder);

    /// <inheritdoc/>
    private protected override bool IsVideo => false;

    private bool IsSingle => options.Subset == "s4";

    private string Data => Path.Combine(_folder, IsSingle ? "Single-source/s4_data" : "Multi-sources/ms3_data");

    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        var list = ListFile.Read(Path.Combine(root, IsSingle ? "Single-source/s4_meta_data.csv" : "Multi-sources/ms3_meta_data.csv"));
        var names = CsvLine.Split(list.Lines[0].TrimStart('\ufeff'));
        var (split, category) = (names.IndexOf("split"), names.IndexOf("category"));
        if (split < 0 || (IsSingle && category < 0))
            throw list.Fault(0, "does not name the fields", IsSingle ? "name, ..., category, split" : "name, ..., split");
        var rows = new List<(string Name, string Category, Split Split)>();
        for (var line = 1; line < list.Lines.Count; line++)
        {
            var row = CsvLine.Split(list.Lines[line]);
            if (row.Count != names.Count) throw list.Fault(line, $"has {row.Count} fields", $"{names.Count}");
            rows.Add((row[0], IsSingle ? row[category] : "source", row[split] switch
            {
                "train" => Split.Train,
                "val" => Split.Validation,
                "test" => Split.Test,
                var other => throw list.Fault(line, $"has the split '{other}'", "train, val or test"),
            }));
        }

        string[] classes = [.. rows.Select(row => row.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return new(classes,
        [
            .. rows.Select(row => new ClipEntry(row.Name, [Array.IndexOf(classes, row.Category)], row.Split)
            {
                Stems = [IsSingle ? $"{Word(row.Split)}/{row.Category}/{row.Name}" : $"{Word(row.Split)}/{row.Name}"],
            }),
        ], []);
    }

    /// <inheritdoc/>
    private protected override IEnumerable<ClipEntry> Find(IReadOnlyList<ClipEntry> entries) =>
        from entry in entries
        let sound = Path.Combine(Data, "audio_wav", $"{entry.Stems[0]}.wav")
        where File.Exists(sound) && Enumerable.Range(1, FramesOfAClip).All(number => File.Exists(Frame(entry, number)))
            && Enumerable.Range(1, Masks(entry)).All(number => File.Exists(Mask(entry, number)))
        select entry with { File = sound };

    /// <inheritdoc/>
    private protected override ClipContent Decode(ClipEntry entry)
    {
        var frames = Enumerable.Range(1, FramesOfAClip)
            .SelectMany(number => PictureFitting.Fit(PictureFile.Read(Frame(entry, number)), options.Fitting));
        var masks = Enumerable.Range(1, Masks(entry)).SelectMany(number => Shape(PictureFile.Read(Mask(entry, number))));
        return new(SoundFile.Read(entry.File).Resample(options.Rate).Mono(), [.. frames], [.. masks]);
    }

    // What is not black is the source; in a mask of several sources each has a colour of its own.
    private IEnumerable<float> Shape(Picture mask)
    {
        var plain = new byte[mask.Width * mask.Height];
        for (var i = 0; i < plain.Length; i++)
            plain[i] = mask.Pixels.AsSpan(i * mask.Channels, mask.Channels).IndexOfAnyExcept((byte)0) >= 0 ? byte.MaxValue : (byte)0;
        return PictureFitting.Fit(new Picture(mask.Width, mask.Height, 1, plain), options.Fitting with { Colour = false })
            .Select(level => level >= 128 ? 1f : 0f);
    }

    private int Masks(ClipEntry entry) => IsSingle && entry.Split == Split.Train ? 1 : FramesOfAClip;

    private string Frame(ClipEntry entry, int number)
    {
        var name = Path.GetFileName(entry.Stems[0]);
        return IsSingle ? Path.Combine(Data, "visual_frames", entry.Stems[0], $"{name}_{number}.png")
            : Path.Combine(Data, "visual_frames", name, $"{name}.mp4_{number}.png");
    }

    private string Mask(ClipEntry entry, int number) =>
        Path.Combine(Data, "gt_masks", entry.Stems[0], $"{Path.GetFileName(entry.Stems[0])}_{number}.png");

    private static string Word(Split split) => split switch { Split.Train => "train", Split.Validation => "val", _ => "test" };
}
