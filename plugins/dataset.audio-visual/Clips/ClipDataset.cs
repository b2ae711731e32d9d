using System.Globalization;
using System.Text;
using PluginHost.Contracts;
using PluginHost.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetAudioVisual.Clips;

/// <summary>Clips in a published layout, decoded when they are asked for. Thread-safe once prepared.</summary>
/// <param name="name">The set's name.</param>
/// <param name="options">The options.</param>
/// <param name="run">Folders.</param>
/// <param name="events">Takes messages.</param>
public abstract class ClipDataset(string name, ClipOptions options, IRunContext run, IRunEvents events) : IDataset, ISelfCheck
{
    // Coders pad, and cut, by some hundredths of a second.
    private const double Tolerance = 0.25;
    private const int Named = 20;

    private ClipEntry[] _entries = [];
    private Dictionary<Split, SampleInfo[]> _samples = [];
    private int _saidShort;

    /// <inheritdoc/>
    public DatasetInfo Info { get; private set; } = new() { Name = name, Classes = options.Classes };

    /// <summary>The absolute folder.</summary>
    private protected string Root => run.ResolvePath(options.Folder);

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (!Directory.Exists(Root)) yield return Installation.NoFolder(Root);
        if (IsVideo && VideoFile.Missing() is { } missing) yield return missing;
    }

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        var missing = Check().ToArray();
        if (missing.Length > 0) throw new JobException(missing);
        var list = Wanted(Unique(Read(Root)));
        foreach (var note in list.Notes) Say(FindingSeverity.Warning, $"{name}: {note}.");
        CheckLacking(list);
        _entries = Present(list.Entries);
        var splits = Divide(list.HasValidation);
        Check(list with { Entries = _entries }, splits);
        var samples = _entries.Select((entry, place) => new SampleInfo
        {
            Id = entry.Id, Labels = entry.Labels, Split = splits[place], Group = entry.Group, Index = place,
        }).OrderBy(sample => sample.Label).ThenBy(sample => sample.Id, StringComparer.Ordinal).ToArray();
        _samples = Enum.GetValues<Split>().ToDictionary(split => split, split => samples.Where(sample => sample.Split == split).ToArray());
        if (_samples[Split.Train].Length == 0 || _samples[Split.Test].Length == 0)
        {
            throw new JobException(new Finding
            {
                Code = "AVD0011", Where = "folder", What = $"{name} has {_samples[Split.Train].Length} clips to train and "
                    + $"{_samples[Split.Test].Length} to test with", Expected = "at least one of each", Fix = "Fetch more of its clips.",
            });
        }

        Info = Info with
        {
            Name = $"{name}, {_entries.Length:N0} clips of {options.ClipSeconds().ToString(CultureInfo.InvariantCulture)} s "
                + $"in {list.Classes.Count} classes",
            Classes = list.Classes,
            AudioRate = options.Rate,
            FrameRate = options.FrameRate,
        };
        Say(FindingSeverity.Note, $"{name}: {string.Join(", ", _samples.Select(pair =>
            $"{pair.Key.ToString().ToLowerInvariant()} {pair.Value.Length:N0}"))} clips of {list.Classes.Count} classes.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => _samples[split];

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var entry = _entries[sample.Index];
        var content = Decode(entry);
        CheckLength(entry, content.Sound.Length / (double)options.Rate);
        var sound = new float[options.Samples];
        for (var i = 0; i < sound.Length && i < content.Sound.Length; i++)
        {
            if (!float.IsFinite(content.Sound[i]))
                throw new JobException(Unusable(entry, "has values that are infinite or not a number"));
            sound[i] = Math.Clamp(content.Sound[i], -1, 1);
        }

        var (size, classes) = (options.Size, Info.Classes.Count);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(sound),
        };
        if (content.Frames.Length > 0) tensors[SampleKeys.Frames] = tensor(Frames(content.Frames), [options.Frames, 3, size, size]);
        foreach (var (key, features) in content.Features ?? new Dictionary<string, Tensor>(StringComparer.Ordinal)) tensors[key] = features;
        if (content.Masks is { } masks) tensors[AudioVisualKeys.Masks] = tensor(masks, [masks.Length / (size * size), 1, size, size]);
        var (heard, seen) = (Table(entry.Heard, classes), Table(entry.Seen, classes));
        if (heard is not null) tensors[AudioVisualKeys.AudioEvents] = tensor(heard, [options.Segments, classes]);
        if (seen is not null) tensors[AudioVisualKeys.VisualEvents] = tensor(seen, [options.Segments, classes]);
        var both = Table(entry.Both, classes);
        if (both is null && heard is not null && seen is not null) both = [.. heard.Zip(seen, (one, other) => one * other)];
        if (both is not null) tensors[AudioVisualKeys.Events] = tensor(both, [options.Segments, classes]);
        return new Sample(sample, tensors, entry.Texts);
    }

    /// <summary>Reads the lists.</summary>
    /// <param name="root">The absolute folder.</param>
    /// <exception cref="JobException">They cannot be used.</exception>
    private protected abstract ClipList Read(string root);

    /// <summary>Whether clips are videos, which ffmpeg decodes.</summary>
    private protected virtual bool IsVideo => true;

    /// <summary>The sub-folder of the videos, where the option names none; the set's own folder where it is not there.</summary>
    private protected virtual string VideoFolder => "videos";

    /// <summary>The entries whose files are there, with their paths.</summary>
    /// <param name="entries">All entries.</param>
    private protected virtual IEnumerable<ClipEntry> Find(IReadOnlyList<ClipEntry> entries)
    {
        var folder = Path.Combine(Root, options.Videos.Length > 0 ? options.Videos : VideoFolder);
        if (!Directory.Exists(folder))
        {
            if (options.Videos.Length > 0) throw new JobException(Installation.NoFolder(folder) with { Where = "videos" });
            folder = Root;
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(VideoFile.IsNamed))
        {
            files.TryAdd(Path.GetFileNameWithoutExtension(file), file);
        }

        foreach (var entry in entries)
        {
            var stem = entry.Stems.FirstOrDefault(files.ContainsKey);
            if (stem is not null) yield return entry with { File = files[stem] };
        }
    }

    /// <summary>Looks at how the clips were divided.</summary>
    /// <param name="list">The classes, and the clips whose files are there.</param>
    /// <param name="splits">The split of each clip.</param>
    /// <exception cref="JobException">A class cannot be used.</exception>
    private protected virtual void Check(ClipList list, IReadOnlyList<Split> splits)
    {
    }

    /// <summary>Decodes a clip, as far as the window wants it.</summary>
    /// <param name="entry">The clip.</param>
    private protected virtual ClipContent Decode(ClipEntry entry) => new(
        VideoFile.Sound(entry.File, options.ClipSeconds(), options.Rate),
        VideoFile.Frames(entry.File, options.Frames, options.FrameRate, options.Fitting));

    // Names that a set has several times, such as a video with two questions, get a number.
    private static ClipList Unique(ClipList list)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return list with
        {
            Entries = [.. list.Entries.Select(entry =>
            {
                var count = seen[entry.Id] = seen.GetValueOrDefault(entry.Id) + 1;
                var group = entry.Group.Length > 0 ? entry.Group : entry.Id;
                return count == 1 ? entry : entry with { Id = $"{entry.Id}#{count}", Group = group };
            })],
        };
    }

    private ClipList Wanted(ClipList list)
    {
        if (options.Classes.Count == 0) return list;
        Finding[] unknown = [.. options.Classes.Except(list.Classes, StringComparer.Ordinal).Select(label => new Finding
        {
            Code = "AVD0010", Where = "classes", What = $"{name} has no class '{label}'",
            Fix = $"There are: {string.Join(", ", list.Classes.Take(30))}.",
        })];
        if (unknown.Length > 0) throw new JobException(unknown);
        int[] places = [.. list.Classes.Select(label => options.Classes.ToList().IndexOf(label))];
        IReadOnlyList<ClipEvent>? Kept(IReadOnlyList<ClipEvent>? all) =>
            all is null ? null : [.. all.Where(one => places[one.Class] >= 0).Select(one => one with { Class = places[one.Class] })];
        return list with
        {
            Classes = options.Classes,
            Entries =
            [
                .. list.Entries.Select(entry => entry with
                {
                    Labels = [.. entry.Labels.Select(label => places[label]).Where(label => label >= 0)],
                    Heard = Kept(entry.Heard), Seen = Kept(entry.Seen), Both = Kept(entry.Both),
                }).Where(entry => entry.Labels.Count > 0),
            ],
            Lacking = [.. list.Lacking.Where(lack => lack.Label.Length == 0 || options.Classes.Contains(lack.Label, StringComparer.Ordinal))],
        };
    }

    // Each is told by itself: where much is missing, the first ones say why.
    private void CheckLacking(ClipList list)
    {
        if (list.Lacking.Count == 0) return;
        string[] told = [.. list.Lacking.Take(Named).Select(lack => lack.What)];
        var all = list.Entries.Count + list.Lacking.Count;
        var sum = $"{list.Lacking.Count:N0} of {all:N0} samples lack something";
        if (options.Incomplete != "refuse" && list.Entries.Count > 0)
        {
            foreach (var what in told) Say(FindingSeverity.Warning, $"{name}: {what}; it is left out.");
            if (list.Lacking.Count > 1) Say(FindingSeverity.Warning, $"{name}: {sum} and are left out.");
            return;
        }

        Finding[] findings =
        [
            .. told.Select(what => new Finding
            {
                Code = "AVD0011", Where = list.Entries.Count > 0 ? "incomplete" : "folder", What = $"{name}: {what}",
                Fix = list.Entries.Count > 0 ? "Add what is missing, or set incomplete to 'leave-out'." : "Add what is missing.",
            }),
        ];
        if (told.Length < list.Lacking.Count) findings = [.. findings, findings[0] with { What = $"{name}: {sum}; {told.Length} of them are named" }];
        throw new JobException(findings);
    }

    private ClipEntry[] Present(IReadOnlyList<ClipEntry> entries)
    {
        ClipEntry[] present = [.. Find(entries)];
        if (present.Length == entries.Count) return present;
        string[] absent = [.. entries.Select(entry => entry.Id).Except(present.Select(entry => entry.Id), StringComparer.Ordinal)];
        var which = string.Join(", ", absent.Take(Named).Select(id => $"'{id}'"));
        var what = $"{absent.Length:N0} of {entries.Count:N0} clips could not be found";
        if (options.Incomplete == "refuse" || present.Length == 0)
        {
            throw new JobException(new Finding
            {
                Code = "AVD0011", Where = options.Incomplete == "refuse" ? "incomplete" : "folder", What = $"{name}: {what}, such as {which}",
                Fix = present.Length == 0 ? "Name the folder of the videos with 'videos', or fetch them."
                    : "Fetch them, or set incomplete to 'leave-out'.",
            });
        }

        Say(FindingSeverity.Warning, $"{name}: {what} and will be left out, such as {which}.");
        return present;
    }

    // The set's own splits, of its training clips a share for validation where it is asked for; where it has none, each class gets both sides.
    private Split[] Divide(bool hasValidation)
    {
        var splits = StableSplit.Assign(Items(), options);
        for (var place = 0; place < splits.Length && hasValidation; place++) splits[place] = _entries[place].Split ?? splits[place];
        return splits;
    }

    private LabelledItem[] Items() =>
    [
        .. _entries.Select(entry => new LabelledItem(
            entry.Id, entry.Labels.FirstOrDefault(), entry.Content ?? LabelledItem.Digest(Encoding.UTF8.GetBytes(entry.Id)))
        {
            Group = entry.Group, Given = entry.Split, Domain = entry.Split is null ? "drawn" : "",
        }),
    ];

    private void CheckLength(ClipEntry entry, double seconds)
    {
        string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
        foreach (var one in (entry.Heard ?? []).Concat(entry.Seen ?? []).Concat(entry.Both ?? []))
        {
            if (one.To <= one.From || one.To - 1 < seconds) continue;
            throw new JobException(new Finding
            {
                Code = "AVD0023",
                What = $"'{Info.Classes[one.Class]}' of the clip '{entry.Id}' lasts to second {one.To}, "
                    + $"and '{entry.File}' ends at {Text(seconds)} s",
                Expected = "events within the clip", Fix = "Fetch the clip again, or take it out of the lists.",
            });
        }

        if (seconds >= options.ClipSeconds() - Tolerance) return;
        var what = $"the clip '{entry.Id}' has {Text(seconds)} s of {Text(options.ClipSeconds())}";
        if (options.Shorter == "refuse")
        {
            throw new JobException(new Finding
            {
                Code = "AVD0012", Where = "shorter", What = what, Fix = "Fetch it again, set a shorter window, or set shorter to 'pad'.",
            });
        }

        if (Interlocked.Exchange(ref _saidShort, 1) == 0)
            Say(FindingSeverity.Warning, $"{name}: {what} and is followed by silence. Others that are shorter are not told.");
    }

    // Missing frames at the end are copies of the last one.
    private byte[] Frames(byte[] found)
    {
        var frame = options.Fitting.Bytes;
        var frames = new byte[options.Frames * frame];
        var count = found.Length / frame;
        for (var i = 0; i < options.Frames; i++) Array.Copy(found, Math.Min(i, count - 1) * frame, frames, i * frame, frame);
        return frames;
    }

    private float[]? Table(IReadOnlyList<ClipEvent>? all, int classes)
    {
        if (all is null) return null;
        var table = new float[options.Segments * classes];
        foreach (var one in all)
        {
            for (var segment = one.From; segment < Math.Min(one.To, options.Segments); segment++)
                table[(segment * classes) + one.Class] = 1;
        }

        return table;
    }

    private static Finding Unusable(ClipEntry entry, string what) =>
        new() { Code = "AVD0022", What = $"'{entry.File}' {what}", Fix = "Take it out of the set, or write it again." };

    /// <summary>Tells a message.</summary>
    private protected void Say(FindingSeverity severity, string text) => events.Publish(new MessageReported { Severity = severity, Text = text });
}
