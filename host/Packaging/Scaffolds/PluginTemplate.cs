namespace PluginHost.Scaffolds;

/// <summary>
/// The folder of template files that <c>plugins new</c> and the <c>dotnet new</c> template have in common: <c>common/</c> for every
/// kind, then
/// <c>kinds/KIND/</c>. Its placeholders are the names that <c>.template.config/template.json</c> declares.
/// </summary>
internal sealed class PluginTemplate(string folder)
{
    /// <summary>The kinds there is a template for.</summary>
    public IReadOnlyList<string> Kinds => Directory.Exists(KindsFolder)
        ? [.. Directory.EnumerateDirectories(KindsFolder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)]
        : [];

    private string KindsFolder => Path.Combine(folder, "kinds");

    /// <summary>Writes the files of a new plugin.</summary>
    /// <param name="names">Its names.</param>
    /// <param name="target">Where to; made if it is not there.</param>
    /// <returns>The files, relative to the target.</returns>
    public IReadOnlyList<string> Write(PluginNames names, string target)
    {
        var written = new List<string>();
        foreach (var source in new[] { Path.Combine(folder, "common"), Path.Combine(KindsFolder, names.Kind) })
        {
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var path = Replace(Path.GetRelativePath(source, file), names);
                var full = Path.Combine(target, path);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                File.WriteAllText(full, Replace(File.ReadAllText(file), names));
                written.Add(path);
            }
        }

        return written;
    }

    private static string Replace(string text, PluginNames names) => text
        .Replace("plugin-kind", names.Kind, StringComparison.Ordinal)
        .Replace("plugin-name", names.Name, StringComparison.Ordinal)
        .Replace("PluginName", names.Identifier, StringComparison.Ordinal);
}
