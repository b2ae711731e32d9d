using System.IO.Compression;
using System.Security;
using System.Text;

namespace PluginHost.Packages;

/// <summary>
/// Writes a <c>.nupkg</c> in the open packaging layout that NuGet feeds take. Same content, same bytes: entries in ordinal order, no times,
/// no names made up by chance.
/// </summary>
internal static class PackageWriter
{
    private const int ReadableFile = 0x81A4; // A regular file, rw-r--r--.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the package beside its final place and moves it there when it is whole.</summary>
    /// <param name="file">The package; replaced if it exists.</param>
    /// <param name="id">The plugin's id.</param>
    /// <param name="nuspec">The nuspec's bytes.</param>
    /// <param name="manifest">The packed manifest's bytes.</param>
    /// <param name="folder">The built plugin.</param>
    /// <param name="paths">Its files other than the manifest, with forward slashes.</param>
    public static void Write(string file, string id, byte[] nuspec, byte[] manifest, string folder, IEnumerable<string> paths)
    {
        var files = new Dictionary<string, Func<Stream>>(StringComparer.Ordinal)
        {
            [PackagePath.PluginFolder + Manifests.ManifestReader.FileName] = () => new MemoryStream(manifest),
        };
        foreach (var path in paths) files[PackagePath.PluginFolder + path] = () => File.OpenRead(Path.Combine(folder, path));
        Write(file, id, nuspec, files);
    }

    /// <summary>Writes any package beside its final place and moves it there when it is whole.</summary>
    /// <param name="file">The package; replaced if it exists.</param>
    /// <param name="id">Its id.</param>
    /// <param name="nuspec">The nuspec's bytes.</param>
    /// <param name="files">What else it holds, by path with forward slashes.</param>
    public static void Write(string file, string id, byte[] nuspec, IReadOnlyDictionary<string, Func<Stream>> files)
    {
        var contents = new SortedDictionary<string, Func<Stream>>(StringComparer.Ordinal)
        {
            [$"{id}.nuspec"] = () => new MemoryStream(nuspec),
            ["_rels/.rels"] = () => new MemoryStream(Relationships(id)),
        };
        foreach (var (path, open) in files) contents[path] = open;
        contents["[Content_Types].xml"] = () => new MemoryStream(ContentTypes(contents.Keys));
        var temporary = $"{file}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite))
            using (var archive = new ZipArchive(stream, ZipArchiveMode.Create))
            {
                foreach (var (path, open) in contents.ToArray()) Add(archive, path, open);
            }

            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void Add(ZipArchive archive, string path, Func<Stream> open)
    {
        var entry = archive.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = NoTime;
        entry.ExternalAttributes = ReadableFile << 16;
        using var source = open();
        using var sink = entry.Open();
        source.CopyTo(sink);
    }

    private static byte[] Relationships(string id) => Encoding.UTF8.GetBytes($"""
        <?xml version="1.0" encoding="utf-8"?>
        <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
          <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/{id}.nuspec" Id="R0" />
        </Relationships>

        """.ReplaceLineEndings("\n"));

    private static byte[] ContentTypes(IEnumerable<string> paths)
    {
        var all = paths.Where(path => path != "[Content_Types].xml").ToArray();
        var extensions = all.Select(path => Path.GetExtension(path).TrimStart('.')).Where(extension => extension is not ("" or "rels"))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal);
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        text.Append("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\n");
        text.Append("  <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\" />\n");
        foreach (var extension in extensions)
            text.Append($"  <Default Extension=\"{SecurityElement.Escape(extension)}\" ContentType=\"application/octet\" />\n");
        foreach (var path in all.Where(path => Path.GetExtension(path).Length == 0))
            text.Append($"  <Override PartName=\"/{SecurityElement.Escape(path)}\" ContentType=\"application/octet\" />\n");
        return Encoding.UTF8.GetBytes(text.Append("</Types>\n").ToString());
    }
}
