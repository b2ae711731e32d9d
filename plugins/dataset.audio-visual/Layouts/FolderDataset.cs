using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;
using PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>
/// Clips of your own: videos in a folder a class, sounds and pictures in trees of their own, a table of samples, or ContAV-Sep's split files.
/// Without splits of its own these are drawn by a hash: every class is trained and tested. A video, its pieces (VIDEO~PIECE) and byte-identical
/// videos stay in one split. Vectors may be read from files besides. Thread-safe once prepared.
/// </summary>
[Component("folder")]
public sealed class FolderDataset(FolderOptions options, IRunContext run, IRunEvents events) : ClipDataset("folder", options, run, events)
{
    private const int Named = 20;

    private FeatureFiles? _features;

    /// <inheritdoc/>
    private protected override bool IsVideo => Directory.Exists(Root) && Layout(Root) is VideosLayout;

    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        var layout = Layout(root);
        if (options.Layout == "auto") Say(FindingSeverity.Note, $"folder: the layout is '{layout.Name}'.");
        var list = layout.Read(root, options);
        var needs = list.Entries.Any(entry => VideoFile.IsNamed(entry.File) || !SoundTrack.IsPlain(entry.File)
            || (options.Pictures && VideoFile.IsNamed(entry.Pictures) && !Directory.Exists(entry.Pictures)));
        if (needs && VideoFile.Missing() is { } missing) throw new JobException(missing);
        if (options.Features.Length == 0) return list;
        var folder = Path.Combine(root, options.Features);
        if (!Directory.Exists(folder)) throw new JobException(Installation.NoFolder(folder) with { Where = "features" });
        _features = new(folder, options);
        var lacks = list.Entries.Select(entry => (Entry: entry, Lack: _features.Lack(entry, list.Classes[entry.Labels[0]]))).ToArray();
        return list with
        {
            Entries = [.. lacks.Where(each => each.Lack is null).Select(each => each.Entry)],
            Lacking = [.. list.Lacking, .. lacks.Select(each => each.Lack).OfType<ClipLack>()],
        };
    }

    /// <inheritdoc/>
    private protected override IEnumerable<ClipEntry> Find(IReadOnlyList<ClipEntry> entries) => entries;

    /// <inheritdoc/>
    private protected override ClipContent Decode(ClipEntry entry)
    {
        var seconds = options.ClipSeconds();
        var sound = VideoFile.IsNamed(entry.File) ? VideoFile.Sound(entry.File, seconds, options.Rate)
            : SoundTrack.Read(entry.File, seconds, options.Rate);
        var pictures = entry.Pictures.Length > 0 ? entry.Pictures : entry.File;
        var frames = !options.Pictures ? []
            : Directory.Exists(pictures) ? FrameFolder.Read(pictures, options.Frames, options.FrameRate, options.StoredFrameRate, options.Fitting)
            : VideoFile.Frames(pictures, options.Frames, options.FrameRate, options.Fitting);
        return new(sound, frames, Features: _features?.Read(entry));
    }

    /// <inheritdoc/>
    private protected override void Check(ClipList list, IReadOnlyList<Split> splits)
    {
        Finding[] findings = [.. InTwoSplits(list.Entries, splits), .. Lonely(list, splits)];
        if (findings.Length > 0) throw new JobException(findings);
    }

    // Drawn splits keep together what belongs together; those of a list or of folders may not.
    private static IEnumerable<Finding> InTwoSplits(IReadOnlyList<ClipEntry> entries, IReadOnlyList<Split> splits)
    {
        var all = entries.Zip(splits, (entry, split) => (Entry: entry, Split: split)).ToArray();
        var byGroup = all.Where(each => each.Entry.Group.Length > 0).GroupBy(each => each.Entry.Group, StringComparer.Ordinal)
            .Select(group => (What: $"the video '{group.Key}' is", Members: group.ToArray()));
        var byContent = all.Where(each => each.Entry.Content is not null).GroupBy(each => each.Entry.Content)
            .Select(group => (What: "byte-identical videos are", Members: group.ToArray()));
        return byGroup.Concat(byContent).Select(group => (group.What, Firsts: group.Members.DistinctBy(each => each.Split).ToArray()))
            .Where(group => group.Firsts.Length > 1).Take(Named).Select(group => new Finding
            {
                Code = "AVD0014", Where = "folder",
                What = $"{group.What} in {group.Firsts.Length} splits: "
                    + string.Join(", ", group.Firsts.Select(each => $"'{each.Entry.Id}' for {Word(each.Split)}")),
                Expected = "each video in one split: a test on what was trained says nothing",
                Fix = "Take it out of one of them.",
            });
    }

    private static IEnumerable<Finding> Lonely(ClipList list, IReadOnlyList<Split> splits)
    {
        var byClass = list.Entries.Zip(splits).ToLookup(pair => pair.First.Labels[0], pair => pair.Second);
        return
            from label in Enumerable.Range(0, list.Classes.Count)
            let own = byClass[label].ToArray()
            where !own.Contains(Split.Train) || !own.Contains(Split.Test)
            select new Finding
            {
                Code = "AVD0013", Where = "folder",
                What = $"the class '{list.Classes[label]}' has {(own.Length == 1 ? "1 video" : $"{own.Length:N0} videos")}, and none of them is for "
                    + (own.Contains(Split.Train) ? "testing" : "training"),
                Expected = "two videos or more a class",
                Fix = "Add videos, raise 'test', or list the classes to use in 'classes'.",
            };
    }

    private FolderLayout Layout(string root) => options.Layout == "auto"
        ? FolderLayout.All.First(layout => layout.Fits(root, options))
        : FolderLayout.All.Single(layout => layout.Name == options.Layout);

    private static string Word(Split split) => split switch { Split.Train => "training", Split.Test => "testing", _ => "validation" };
}
