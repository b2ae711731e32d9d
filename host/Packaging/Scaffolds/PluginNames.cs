using System.Text.RegularExpressions;

namespace PluginHost.Scaffolds;

/// <summary>The names of a new plugin, all made from its component's name.</summary>
/// <param name="Kind">The component's kind.</param>
/// <param name="Name">The component's name: lower-case words with hyphens.</param>
internal sealed partial record PluginNames(string Kind, string Name)
{
    public string Id => $"{Kind}.{Name}";

    /// <summary>The name as a C# identifier: words joined, each with a capital.</summary>
    public string Identifier => string.Concat(Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>Whether a text can be a component's name and, joined, a C# identifier.</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
