using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetClassification.Sources;

/// <summary>What is looked for in class folders.</summary>
/// <param name="Word">What a file holds: "picture".</param>
/// <param name="Read">Names of the kinds that are read, for messages: "PNG and JPEG".</param>
/// <param name="Endings">Endings of files that are read, in small letters with the dot.</param>
/// <param name="Unread">Endings that are counted and left out.</param>
internal sealed record FolderContent(
    string Word, string Read, IReadOnlyList<string> Endings, IReadOnlyCollection<string> Unread);

/// <summary>Which classes are wanted.</summary>
/// <param name="Classes">Sub-folders in order; empty = all, by name.</param>
/// <param name="Least">With all sub-folders: leave those with fewer files out.</param>
/// <param name="LeastOption">The name of the option for it.</param>
internal sealed record FolderChoice(IReadOnlyList<string> Classes, int Least, string LeastOption);

/// <summary>Lists the files in class folders, at any depth, in ordinal order of their paths.</summary>
internal sealed class ClassFolders
{
    private ClassFolders(IReadOnlyList<string> classes, IReadOnlyList<FileEntry> files, IReadOnlyList<string> leftOut) =>
        (Classes, Files, LeftOut) = (classes, files, leftOut);

    /// <summary>The domains in order; empty = the set knows none.</summary>
    public IReadOnlyList<string> Domains { get; private init; } = [];

    /// <summary>Class names in order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The files, class by class.</summary>
    public IReadOnlyList<FileEntry> Files { get; }

    /// <summary>What was not taken, in sentences.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>Lists the files of a folder with one sub-folder a class.</summary>
    /// <param name="root">The absolute folder; it must exist.</param>
    /// <param name="content">What is looked for.</param>
    /// <param name="choice">Which classes are wanted.</param>
    /// <exception cref="JobException">A class has no folder or no file, or there is no class; every problem is a finding.</exception>
    public static ClassFolders List(string root, FolderContent content, FolderChoice choice) =>
        List([(root, "")], content, choice);

    /// <summary>Lists the files of a folder with one sub-folder a domain, and in it one a class. A class may lack in some domains.</summary>
    /// <param name="root">The absolute folder; it must exist.</param>
    /// <param name="domains">The domains to use, in order; empty = all, by name.</param>
    /// <param name="content">What is looked for.</param>
    /// <param name="choice">Which classes are wanted.</param>
    /// <exception cref="JobException">As for the other; or a domain has no folder.</exception>
    public static ClassFolders ListDomains(
        string root, IReadOnlyList<string> domains, FolderContent content, FolderChoice choice)
    {
        var found = SubFolders(root);
        if (found.Length == 0)
            throw new JobException(Problem("folder", $"'{root}' has no sub-folder", "Put each domain into a folder of its own."));
        Finding[] unknown = [.. domains.Except(found, StringComparer.Ordinal).Select(name =>
            Problem("domains", $"'{root}' has no sub-folder '{name}'", $"There are: {string.Join(", ", found.Take(30))}."))];
        if (unknown.Length > 0) throw new JobException(unknown);
        if (domains.Count == 0) domains = found;
        return List([.. domains.Select(name => (Path.Combine(root, name), name))], content, choice);
    }

    private static ClassFolders List(
        IReadOnlyList<(string Root, string Domain)> roots, FolderContent content, FolderChoice choice)
    {
        var found = roots.SelectMany(root => SubFolders(root.Root)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var where = roots[0].Domain.Length == 0 ? roots[0].Root : Path.GetDirectoryName(roots[0].Root)!;
        if (found.Length == 0)
        {
            throw new JobException(Problem("folder", $"'{where}' has no sub-folder",
                $"Put the {content.Word}s of each class into a folder of its own."));
        }

        var findings = new List<Finding>();
        var (classes, files, leftOut) = (new List<string>(), new List<FileEntry>(), new List<string>());
        var unread = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in choice.Classes.Count > 0 ? choice.Classes : found)
        {
            if (!found.Contains(name, StringComparer.Ordinal))
            {
                findings.Add(Problem("classes", $"'{where}' has no sub-folder '{name}'", $"There are: {string.Join(", ", found.Take(30))}."));
                continue;
            }

            var own = roots.SelectMany(root => Entries(root, name, classes.Count, content, unread)).ToArray();
            if (choice.Classes.Count == 0 && own.Length < choice.Least)
            {
                leftOut.Add($"{name} was left out: {own.Length} {content.Word}s, and {choice.LeastOption} is {choice.Least}");
                continue;
            }

            if (own.Length == 0)
            {
                findings.Add(Problem(choice.Classes.Count > 0 ? "classes" : "folder",
                    $"'{Path.Combine(where, name)}' has no {content.Word}", $"Add {content.Word}s ({content.Read}), or leave the class out.")
                    with { Expected = $"at least two {content.Word}s a class" });
            }

            files.AddRange(own);
            classes.Add(name);
        }

        if (findings.Count > 0) throw new JobException(findings);
        if (classes.Count == 0)
            throw new JobException(Problem(choice.LeastOption, $"no class of '{where}' has {choice.Least} {content.Word}s", "Lower it."));
        leftOut.AddRange(unread.Select(pair => $"{pair.Value} {pair.Key} files were left out: {content.Read} are read"));
        return new ClassFolders(classes, files, leftOut) { Domains = [.. roots.Select(root => root.Domain).Where(name => name.Length > 0)] };
    }

    private static string[] SubFolders(string root) => [.. Directory.GetDirectories(root).Select(folder => Path.GetFileName(folder)!)
        .Where(name => name[0] != '.').Order(StringComparer.Ordinal)];

    private static IEnumerable<FileEntry> Entries(
        (string Root, string Domain) root, string name, int label, FolderContent content, SortedDictionary<string, int> unread)
    {
        var folder = Path.Combine(root.Root, name);
        if (!Directory.Exists(folder)) yield break;
        var all = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        foreach (var ending in all.Select(Ending).Where(content.Unread.Contains)) unread[ending] = unread.GetValueOrDefault(ending) + 1;
        foreach (var file in all.Where(file => content.Endings.Contains(Ending(file))).Order(StringComparer.Ordinal))
        {
            var id = Path.GetRelativePath(root.Root, file).Replace(Path.DirectorySeparatorChar, '/');
            if (root.Domain.Length > 0) id = $"{root.Domain}/{id}";
            // In a set of domains a group may lie in several classes: a recording and its altered copy.
            var group = LabelledItem.GroupOf(id);
            if (root.Domain.Length > 0 && group.Length > 0) group = group[(group.LastIndexOf('/') + 1)..];
            yield return new FileEntry(id, label, file) { Group = group, Domain = root.Domain };
        }
    }

    private static string Ending(string file) => Path.GetExtension(file).ToLowerInvariant();

    private static Finding Problem(string where, string what, string fix) =>
        new() { Code = "CD0030", Where = where, What = what, Fix = fix };
}
