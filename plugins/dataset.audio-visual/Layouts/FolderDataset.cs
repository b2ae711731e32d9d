using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts;

/// <summary>Options of a folder of your own clips.</summary>
public sealed class FolderOptions : WindowOptions
{
    /// <summary>Share of the clips to test on, where the folder itself does not say.</summary>
    [Range(0, 0.9)]
    public double Test { get; set; } = 0.2;

    /// <inheritdoc/>
    public override double TestShare() => Test;
}

/// <summary>
/// Videos of your own, in a folder a class (CLASS/any/depth/NAME.mp4), or in folders train, validation (or val) and test with such folders in
/// them. Without these, splits are drawn by a hash: every class is trained and tested. Byte-identical files stay in one split, and so do
/// pieces of one video that are named VIDEO~PIECE. Thread-safe once prepared.
/// </summary>
[Component("folder")]
public sealed class FolderDataset(FolderOptions options, IRunContext run, IRunEvents events) : ClipDataset("folder", options, run, events)
{
    private static readonly Dictionary<string, Split> s_splits = new(StringComparer.Ordinal)
    {
        ["train"] = Split.Train, ["validation"] = Split.Validation, ["val"] = Split.Validation, ["test"] = Split.Test,
    };

    /// <inheritdoc/>
    private protected override ClipList Read(string root)
    {
        var above = Folders(root);
        // A class may be called train; with another class beside it, it is one.
        var given = above.Length > 0 && Array.TrueForAll(above, s_splits.ContainsKey) && above.Contains("train");
        var roots = given ? above.Select(name => (Folder: Path.Combine(root, name), Split: (Split?)s_splits[name])).ToArray() : [(root, null)];
        var videos = roots.SelectMany(part => Folders(part.Folder).SelectMany(label => Files(Path.Combine(part.Folder, label))
            .Select(file => (Label: label, File: file, part.Split)))).ToLookup(found => IsVideoFile(found.File));
        string[] classes = [.. videos[true].Select(found => found.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length == 0)
        {
            throw new JobException(new Finding
            {
                Code = "AVD0010", Where = "folder", What = $"'{root}' has no folder with videos ({string.Join(", ", Endings)})",
                Expected = "a folder a class, with videos in it", Fix = "Put the videos of each class into a folder of its name.",
            });
        }

        var places = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var entries = videos[true].Select(found => (Id: Path.GetRelativePath(root, found.File).Replace(Path.DirectorySeparatorChar, '/'), Found: found))
            .Select(each => new ClipEntry(each.Id, [places[each.Found.Label]], each.Found.Split)
            {
                File = each.Found.File, Group = LabelledItem.GroupOf(each.Id),
            });
        return new(classes, WithContents([.. entries]), Others([.. videos[false].Select(found => Path.GetRelativePath(root, found.File))]));
    }

    /// <inheritdoc/>
    private protected override IEnumerable<ClipEntry> Find(IReadOnlyList<ClipEntry> entries) => entries;

    /// <inheritdoc/>
    private protected override void Check(ClipList list, IReadOnlyList<Split> splits)
    {
        var byClass = list.Entries.Zip(splits).ToLookup(pair => pair.First.Labels[0], pair => pair.Second);
        Finding[] lacking =
        [
            .. from label in Enumerable.Range(0, list.Classes.Count)
               let own = byClass[label].ToArray()
               where !own.Contains(Split.Train) || !own.Contains(Split.Test)
               select new Finding
               {
                   Code = "AVD0013", Where = "folder",
                   What = $"the class '{list.Classes[label]}' has {(own.Length == 1 ? "1 video" : $"{own.Length:N0} videos")}, and none of them is for "
                       + (own.Contains(Split.Train) ? "testing" : "training"),
                   Expected = "two videos or more a class",
                   Fix = "Add videos, raise 'test', or list the classes to use in 'classes'.",
               },
        ];
        if (lacking.Length > 0) throw new JobException(lacking);
    }

    private static string[] Others(string[] files) => files.Length switch
    {
        0 => [],
        1 => [$"1 file is no video and was left out, such as '{files[0]}'"],
        _ => [$"{files.Length:N0} files are no videos and were left out, such as '{files[0]}'"],
    };

    // Only files of one size can be equal: a large set is not read through.
    private static ClipEntry[] WithContents(IReadOnlyList<ClipEntry> entries)
    {
        var sizes = entries.CountBy(entry => new FileInfo(entry.File).Length).ToDictionary();
        return [.. entries.Select(entry => sizes[new FileInfo(entry.File).Length] == 1 ? entry : entry with { Content = Digest(entry.File) })];
    }

    private static UInt128 Digest(string file)
    {
        using var stream = File.OpenRead(file);
        return LabelledItem.Digest(SHA256.HashData(stream));
    }

    private static string[] Folders(string folder) =>
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.').Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal);
}
