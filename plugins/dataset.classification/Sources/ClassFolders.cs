using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetClassification.Pictures;

/// <summary>One picture file of a class folder.</summary>
/// <param name="Id">Its path below the set's folder, with slashes.</param>
/// <param name="Label">The class.</param>
/// <param name="Path">Its absolute path.</param>
internal sealed record PictureEntry(string Id, int Label, string Path);

/// <summary>Lists the pictures in class folders, at any depth, in ordinal order of their paths.</summary>
internal sealed class ClassFolders
{
    private static readonly string[] _pictures = [".png", ".jpg", ".jpeg"];
    private static readonly string[] _unread = [".svg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".ppm", ".avif"];

    private ClassFolders(IReadOnlyList<string> classes, IReadOnlyList<PictureEntry> pictures, IReadOnlyList<string> leftOut) =>
        (Classes, Pictures, LeftOut) = (classes, pictures, leftOut);

    /// <summary>Class names in order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The pictures, class by class.</summary>
    public IReadOnlyList<PictureEntry> Pictures { get; }

    /// <summary>What was not taken, in sentences.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <param name="root">The absolute folder; it must exist.</param>
    /// <param name="options">Which classes are wanted.</param>
    /// <exception cref="JobException">A class has no folder or no picture, or there is no class; every problem is a finding.</exception>
    public static ClassFolders List(string root, PicturesOptions options)
    {
        var found = Directory.GetDirectories(root).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name[0] != '.').Order(StringComparer.Ordinal).ToArray();
        if (found.Length == 0)
            throw new JobException(Problem("folder", $"'{root}' has no sub-folder", "Put the pictures of each class into a folder of its own."));
        var findings = new List<Finding>();
        var (classes, pictures, leftOut) = (new List<string>(), new List<PictureEntry>(), new List<string>());
        var unread = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in options.Classes.Count > 0 ? options.Classes : found)
        {
            if (!found.Contains(name, StringComparer.Ordinal))
            {
                var shown = string.Join(", ", found.Take(30));
                findings.Add(Problem("classes", $"'{root}' has no sub-folder '{name}'", $"There are: {shown}."));
                continue;
            }

            var files = Files(root, name, unread);
            if (options.Classes.Count == 0 && files.Length < options.LeastPictures)
            {
                leftOut.Add($"{name} was left out: {files.Length} pictures, and leastPictures is {options.LeastPictures}");
                continue;
            }

            if (files.Length == 0)
            {
                findings.Add(Problem(options.Classes.Count > 0 ? "classes" : "folder", $"'{Path.Combine(root, name)}' has no picture",
                    "Add pictures (PNG, JPEG), or leave the class out.") with { Expected = "at least two pictures a class" });
            }

            pictures.AddRange(files.Select(file => new PictureEntry(
                Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/'), classes.Count, file)));
            classes.Add(name);
        }

        if (findings.Count > 0) throw new JobException(findings);
        if (classes.Count == 0)
            throw new JobException(Problem("leastPictures", $"no class of '{root}' has {options.LeastPictures} pictures", "Lower it."));
        leftOut.AddRange(unread.Select(pair => $"{pair.Value} {pair.Key} files were left out: PNG and JPEG are read"));
        return new ClassFolders(classes, pictures, leftOut);
    }

    private static string[] Files(string root, string name, SortedDictionary<string, int> unread)
    {
        var all = Directory.GetFiles(Path.Combine(root, name), "*", SearchOption.AllDirectories);
        foreach (var file in all)
        {
            var ending = Path.GetExtension(file).ToLowerInvariant();
            if (_unread.Contains(ending, StringComparer.Ordinal)) unread[ending] = unread.GetValueOrDefault(ending) + 1;
        }

        return [.. all.Where(file => _pictures.Contains(Path.GetExtension(file).ToLowerInvariant(), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    private static Finding Problem(string where, string what, string fix) =>
        new() { Code = "CD0030", Where = where, What = what, Fix = fix };
}
