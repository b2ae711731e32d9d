using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using NuGet.Versioning;
using PluginHost.Manifests;

namespace PluginHost.Packages;

/// <summary>The <c>.nuspec</c> of a plugin's package: feeds show what it says, and required plugins are its dependencies.</summary>
internal static class Nuspec
{
    private const long Largest = 1 << 20;
    private static readonly XNamespace Space = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    public static byte[] Create(PluginManifest manifest)
    {
        var metadata = new XElement(
            Space + "metadata",
            new XElement(Space + "id", manifest.Id),
            new XElement(Space + "version", manifest.Version.ToNormalizedString()),
            manifest.Name is null ? null : new XElement(Space + "title", manifest.Name),
            new XElement(Space + "authors", manifest.Authors.Count == 0 ? manifest.Id : string.Join(", ", manifest.Authors)),
            new XElement(Space + "description", manifest.Description ?? $"The plugin {manifest.Id}."),
            new XElement(
                Space + "tags",
                string.Join(' ', manifest.Provides.Select(provided => provided.Kind).Distinct().Prepend("pluginhost-plugin"))),
            new XElement(
                Space + "packageTypes",
                new XElement(Space + "packageType", new XAttribute("name", "PluginHostPlugin"))));
        if (manifest.Requires.Count > 0)
            metadata.Add(
                new XElement(
                    Space + "dependencies",
                    manifest.Requires.Select(
                        required => new XElement(
                            Space + "dependency",
                            new XAttribute("id", required.Id),
                            new XAttribute("version", required.Range.ToNormalizedString())))));
        var text = new XDeclaration("1.0", "utf-8", null) + "\n" + new XElement(Space + "package", metadata) + "\n";
        return Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"));
    }

    /// <summary>Reads id and version; <see langword="null"/> if there is no nuspec at the top or it says neither.</summary>
    public static PackageIdentity? Read(ZipArchive archive)
    {
        var entry = archive.Entries.FirstOrDefault(
            entry => !entry.FullName.Contains('/', StringComparison.Ordinal)
                && entry.FullName.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase));
        if (entry is null || entry.Length > Largest) return null;
        try
        {
            using var stream = entry.Open();
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = Largest,
            };
            using var reader = XmlReader.Create(stream, settings);
            var metadata = XDocument.Load(reader).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
            var id = Value(metadata, "id");
            return id is not null && NuGetVersion.TryParse(Value(metadata, "version"), out var version)
                ? new PackageIdentity(id, version)
                : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string? Value(XElement? metadata, string name) =>
        metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
}
