using System.Text;
using System.Xml.Linq;

namespace PluginHost.Packages;

/// <summary>The <c>.nuspec</c> of a library that projects reference.</summary>
internal static class LibraryNuspec
{
    private static readonly XNamespace Space = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    /// <summary>Writes the nuspec.</summary>
    /// <param name="id">The package's id.</param>
    /// <param name="version">Its version.</param>
    /// <param name="description">What it is.</param>
    /// <param name="dependencies">Packages that it needs, each with its lowest version.</param>
    public static byte[] Create(string id, string version, string description, IEnumerable<KeyValuePair<string, string>> dependencies)
    {
        var group = new XElement(
            Space + "group",
            new XAttribute("targetFramework", "net10.0"),
            dependencies.Select(dependency => new XElement(
                Space + "dependency",
                new XAttribute("id", dependency.Key),
                new XAttribute("version", dependency.Value),
                // Natives of a package would land beside every project's tests; the shared set has its own.
                new XAttribute("exclude", "Native"))));
        var metadata = new XElement(
            Space + "metadata",
            new XElement(Space + "id", id),
            new XElement(Space + "version", version),
            new XElement(Space + "authors", "PluginHost"),
            new XElement(Space + "description", description),
            new XElement(Space + "dependencies", group));
        var text = new XDeclaration("1.0", "utf-8", null) + "\n" + new XElement(Space + "package", metadata) + "\n";
        return Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));
    }
}
