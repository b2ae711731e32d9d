using System.Security.Cryptography;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>
/// Videos in a folder a class (CLASS/any/depth/NAME.mp4), or in folders train, validation (or val) and test with such folders in them.
/// </summary>
internal sealed class VideosLayout() : FolderLayout("videos", "a folder a class, with videos in it")
{
    /// <inheritdoc/>
    public override bool Fits(string root, FolderOptions options) => true;

    /// <inheritdoc/>
    public override ClipList Read(string root, FolderOptions options)
    {
        var above = Folders(root);
        // A class may be called train; with another class beside it, it is one.
        var given = above.Length > 0 && Array.TrueForAll(above, name => Splits.ContainsKey(name)) && above.Contains("train");
        var roots = given ? above.Select(name => (Folder: Path.Combine(root, name), Split: (Split?)Splits[name])).ToArray() : [(root, null)];
        var videos = roots.SelectMany(part => Folders(part.Folder).SelectMany(label => Files(Path.Combine(part.Folder, label))
            .Select(file => new Video(label, file, part.Split, Slashes(Path.GetRelativePath(part.Folder, file))))))
            .ToLookup(found => VideoFile.IsNamed(found.File));
        string[] classes = [.. videos[true].Select(found => found.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length == 0) throw None($"'{root}' has no folder with videos ({string.Join(", ", VideoFile.Endings)})");
        var places = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        var entries = videos[true].Select(found => new ClipEntry(Slashes(Path.GetRelativePath(root, found.File)), [places[found.Label]], found.Split)
        {
            // Pieces of one video are tied over the folders of splits, which a finding tells.
            File = found.File, Group = LabelledItem.GroupOf(found.Name), Stem = found.Name[..^Path.GetExtension(found.Name).Length],
        });
        return new(classes, WithContents([.. entries]), Others([.. videos[false].Select(found => Path.GetRelativePath(root, found.File))]));
    }

    private static string[] Others(string[] files) => files.Length switch
    {
        0 => [],
        1 => [$"1 file is no video and was left out, such as '{files[0]}'"],
        _ => [$"{files.Length:N0} files are no videos and were left out, such as '{files[0]}'"],
    };

    private static string Slashes(string path) => path.Replace(Path.DirectorySeparatorChar, '/');

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

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file)[0] != '.').Order(StringComparer.Ordinal);

    /// <param name="Label">The class.</param>
    /// <param name="File">The absolute path.</param>
    /// <param name="Split">The split that its folder gives.</param>
    /// <param name="Name">The path from the class's folder on, with slashes, that folder before it.</param>
    private sealed record Video(string Label, string File, Split? Split, string Name);
}
