using System.Reflection;
using PluginHost.Contracts;

namespace PluginHost.DataSets.Sources;

/// <summary>One set in the folder that <c>install.sh</c> fills: which files it consists of, and what to do when one is missing.</summary>
/// <param name="script">The plugin's script.</param>
/// <param name="root">The absolute folder.</param>
/// <param name="set">The set's word in <c>install.sh</c>, such as <c>mnist</c>; also the name of its folder.</param>
/// <param name="title">What to call it in sentences.</param>
/// <param name="names">Its files, below its folder.</param>
public sealed class Installation(InstallScript script, string root, string set, string title, IReadOnlyList<string> names)
{
    private static readonly EnumerationOptions s_everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>The set's own folder.</summary>
    public string Folder => Path.Combine(root, set);

    /// <summary>The set's files in order.</summary>
    public IReadOnlyList<DataFile> Files => [.. names.Select(name =>
        DataFile.At(Path.Combine(Folder, name), $"Delete it and run: {Command}"))];

    /// <summary>The command that installs the set.</summary>
    public string Command => $"bash '{script.Path}' --folder '{root}' {set}";

    /// <summary>What is wrong with the installation; null when all files are there.</summary>
    /// <param name="where">The option to name as the place.</param>
    public Finding? Missing(string where = "source")
    {
        var absent = names.Count == 0
            ? (Directory.Exists(Folder) ? null : Folder)
            : names.Select(name => Path.Combine(Folder, name)).FirstOrDefault(file => !File.Exists(file));
        return absent is null ? null : new Finding
        {
            Code = "DS0010", Where = where, What = $"{title} is not installed: there is no '{absent}'", Fix = $"Run: {Command}",
        };
    }

    /// <summary>The finding for a folder of the user's own that is not there.</summary>
    /// <param name="folder">The absolute folder.</param>
    public static Finding NoFolder(string folder) => new()
    {
        Code = "DS0010", Where = "folder", What = $"the folder '{folder}' is not there", Fix = "Correct the path.",
    };

    /// <summary>What is wrong where the set is read from: a folder of the user's own, or this installation's where none is named.</summary>
    /// <param name="own">The option that names a folder; empty = none.</param>
    /// <param name="folder">The absolute folder that is read.</param>
    /// <returns>One finding at the option <c>folder</c> where the folder is not there; none where it is.</returns>
    public IEnumerable<Finding> Check(string own, string folder)
    {
        if (Directory.Exists(folder)) return [];
        return [own.Length == 0 ? Missing("folder")! : NoFolder(folder)];
    }

    /// <summary>Whether a folder has few enough files to be prepared while somebody waits; one that is not there has.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="most">How many files are few.</param>
    public static bool HasFew(string root, int most) =>
        !Directory.Exists(root) || Directory.EnumerateFiles(root, "*", s_everywhere).Take(most + 1).Count() <= most;

    /// <summary>Decides where to read from.</summary>
    /// <param name="source">The option: <c>auto</c>, <c>embedded</c> or <c>installed</c>.</param>
    /// <param name="embedded">What the embedded part is, for the warning: "400 embedded samples".</param>
    /// <param name="events">Takes the warning that a part stands in for the whole.</param>
    /// <returns>Whether the embedded part is to be used.</returns>
    /// <exception cref="JobException">The whole set is asked for and not installed.</exception>
    public bool UseEmbedded(string source, string embedded, IRunEvents events)
    {
        if (string.Equals(source, "embedded", StringComparison.Ordinal)) return true;
        if (Missing() is not { } missing) return false;
        if (string.Equals(source, "installed", StringComparison.Ordinal)) throw new JobException(missing);
        events.Publish(new MessageReported
        {
            Severity = FindingSeverity.Warning,
            Text = $"{missing.What}; {embedded} are used in its place. For the whole set: {Command}",
        });
        return true;
    }
}

/// <summary>The <c>install.sh</c> of a plugin.</summary>
/// <param name="Plugin">The plugin's name, which is the name of its folder.</param>
/// <param name="Assembly">The plugin's assembly.</param>
public sealed record InstallScript(string Plugin, Assembly Assembly)
{
    /// <summary>Where it lies: beside the plugin. A plugin that was loaded from memory has no place; then it is the one in the sources.</summary>
    public string Path => Assembly.Location is { Length: > 0 } here
        ? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "install.sh")
        : $"plugins/{Plugin}/install.sh";
}
