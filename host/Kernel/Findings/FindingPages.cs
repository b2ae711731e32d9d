using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace PluginHost.Findings;

/// <summary>What <c>explain</c> prints for a finding code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Title">What is wrong, in a line.</param>
/// <param name="Text">The page below its title.</param>
/// <param name="Source">The assembly that brings it.</param>
internal sealed record FindingPage(string Code, string Title, string Text, string Source);

/// <summary>
/// Reads pages of finding codes out of assemblies, the host's own and those of libraries and plugins alike: resources named
/// <c>PluginHost.Findings*.md</c>, in which each page begins with <c>## CODE Title</c>. Only metadata is read; nothing is loaded.
/// </summary>
internal static partial class FindingPages
{
    private const string Prefix = "PluginHost.Findings";
    private const int LargestResource = 1 << 20;

    /// <summary>The pages of an assembly file; none if it has none or is no assembly.</summary>
    public static IReadOnlyList<FindingPage> OfAssembly(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            using var image = new PEReader(stream);
            if (!image.HasMetadata) return [];
            var source = Path.GetFileNameWithoutExtension(file);
            return [.. Resources(image).SelectMany(text => Parse(text, source))];
        }
        catch (Exception)
        {
            // A crafted or damaged file can break the reader in any way: it brings no pages then.
            return [];
        }
    }

    /// <summary>The pages of a text; one without a code in its heading is none.</summary>
    public static IEnumerable<FindingPage> Parse(string text, string source)
    {
        var headings = Heading().Matches(text.ReplaceLineEndings("\n")).ToArray();
        text = text.ReplaceLineEndings("\n");
        for (var i = 0; i < headings.Length; i++)
        {
            var start = headings[i].Index + headings[i].Length;
            var end = i + 1 < headings.Length ? headings[i + 1].Index : text.Length;
            var title = headings[i].Groups["title"].Value.Trim();
            yield return new FindingPage(headings[i].Groups["code"].Value, title, text[start..end].Trim('\n'), source);
        }
    }

    private static IEnumerable<string> Resources(PEReader image)
    {
        var metadata = image.GetMetadataReader();
        if (image.PEHeaders.CorHeader is not { ResourcesDirectory.Size: > 0 } header) yield break;
        foreach (var handle in metadata.ManifestResources)
        {
            var resource = metadata.GetManifestResource(handle);
            var name = metadata.GetString(resource.Name);
            var isPage = name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(".md", StringComparison.Ordinal);
            if (!isPage || !resource.Implementation.IsNil) continue;
            // ECMA-335, II.24.2.4: a resource is its length, then its bytes.
            var block = image.GetSectionData(header.ResourcesDirectory.RelativeVirtualAddress + (int)resource.Offset);
            var reader = block.GetReader();
            var length = reader.ReadInt32();
            if (length is >= 0 and <= LargestResource && length <= reader.RemainingBytes)
                yield return Encoding.UTF8.GetString(reader.ReadBytes(length)).TrimStart('\uFEFF');
        }
    }

    [GeneratedRegex(
        @"^##\ (?<code>[A-Z]{2,8}[0-9]{3,4})\ +(?<title>.+)$",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
