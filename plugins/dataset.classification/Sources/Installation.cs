using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetClassification.Sources;

/// <summary>One set in the folder that <c>install.sh</c> fills: which files it consists of, and what to do when one is missing.</summary>
/// <param name="root">The absolute folder.</param>
/// <param name="set">The set's word in <c>install.sh</c>, such as <c>mnist</c>; also the name of its folder.</param>
/// <param name="title">What to call it in sentences.</param>
/// <param name="names">Its files, below its folder.</param>
internal sealed class Installation(string root, string set, string title, IReadOnlyList<string> names)
{
    /// <summary>The set's own folder.</summary>
    public string Folder => Path.Combine(root, set);

    /// <summary>The set's files in order.</summary>
    public IReadOnlyList<DataFile> Files => [.. names.Select(name =>
        DataFile.At(Path.Combine(Folder, name), $"Delete it and run: {Command}"))];

    /// <summary>The command that installs the set.</summary>
    public string Command => $"bash '{Script}' --folder '{root}' {set}";

    // Beside the plugin; a plugin that was loaded from memory has no place.
    private static string Script => typeof(Installation).Assembly.Location is { Length: > 0 } here
        ? Path.Combine(Path.GetDirectoryName(here)!, "install.sh")
        : "plugins/dataset.classification/install.sh";

    /// <summary>What is wrong with the installation; null when all files are there.</summary>
    public Finding? Missing(string where = "source")
    {
        var absent = names.Count == 0
            ? (Directory.Exists(Folder) ? null : Folder)
            : names.Select(name => Path.Combine(Folder, name)).FirstOrDefault(file => !File.Exists(file));
        return absent is null ? null : new Finding
        {
            Code = "CD0010", Where = where, What = $"{title} is not installed: there is no '{absent}'", Fix = $"Run: {Command}",
        };
    }

    /// <summary>The finding for a folder of the user's own that is not there.</summary>
    /// <param name="folder">The absolute folder.</param>
    public static Finding NoFolder(string folder) => new()
    {
        Code = "CD0010", Where = "folder", What = $"the folder '{folder}' is not there", Fix = "Correct the path.",
    };

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
