using System.Text;

namespace PluginHost.Packages;

/// <summary>The rules for a path in a package: relative, inside, and the same file on every system.</summary>
internal static class PackagePath
{
    /// <summary>The folder of a package that holds the plugin.</summary>
    public const string PluginFolder = "plugin/";

    /// <summary>Says what is wrong with a path; <see langword="null"/> if nothing is.</summary>
    public static string? Fault(string path, int longest)
    {
        var name = path.EndsWith('/') ? path[..^1] : path;
        if (name.Length == 0) return "is empty";
        if (name.Length > longest) return $"has {name.Length} characters, more than {longest}";
        if (name.Any(char.IsControl)) return "holds control characters";
        if (name.StartsWith('/') || name.Contains(':', StringComparison.Ordinal)) return "is absolute";
        if (name.Contains('\\', StringComparison.Ordinal)) return "holds a backslash";
        var parts = name.Split('/');
        if (parts.Contains("..")) return "leads out of the package";
        return parts.Any(part => part is "" or "." || part.EndsWith(' ') || part.EndsWith('.')) ? "is not in its plain form" : null;
    }

    /// <summary>Two paths with the same key are one file on some system.</summary>
    public static string Key(string path) => path.TrimEnd('/').Normalize(NormalizationForm.FormC).ToUpperInvariant();

    /// <summary>A path as findings show it: control characters replaced, cut to a line.</summary>
    public static string Shown(string path)
    {
        var clean = string.Concat(path.Select(character => char.IsControl(character) ? '?' : character));
        return clean.Length <= 80 ? clean : clean[..77] + "...";
    }
}
