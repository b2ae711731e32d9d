using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Findings;

namespace PluginHost.Json;

/// <summary>A JSON file (comments and trailing commas allowed) whose values know their line and column.</summary>
internal sealed class LocatedJson
{
    private const long LargestFile = 16 * 1024 * 1024;
    private readonly Dictionary<string, string> _places;
    private readonly Dictionary<string, string> _notes = new(StringComparer.Ordinal);

    private LocatedJson(string display, JsonObject root, Dictionary<string, string> places) =>
        (Display, Root, _places) = (display, root, places);

    /// <summary>The file's name for people: relative to the current directory where it lies inside.</summary>
    public string Display { get; }

    public JsonObject Root { get; private set; }

    /// <summary>Reads a file; without a value it is not one JSON object.</summary>
    public static Result<LocatedJson?> Read(string file, string unreadableCode, string syntaxCode)
    {
        var findings = new FindingList();
        var display = DisplayName(file);
        byte[] bytes;
        try
        {
            var size = new FileInfo(file).Length;
            if (size > LargestFile)
            {
                findings.Error(unreadableCode, display, $"the file has {size} bytes", $"at most {LargestFile} bytes");
                return new(null, findings);
            }

            bytes = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            findings.Error(unreadableCode, display, $"cannot read the file: {exception.Message}", cause: exception);
            return new(null, findings);
        }

        return Parse(bytes, display, syntaxCode);
    }

    /// <summary>Parses the bytes of a file.</summary>
    public static Result<LocatedJson?> Parse(ReadOnlySpan<byte> bytes, string display, string syntaxCode)
    {
        var findings = new FindingList();
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (JsonFault.OtherKind(bytes) is var (kind, remedy))
        {
            findings.Error(syntaxCode, display, $"the file is {kind}", "JSON: { ... }", remedy);
            return new(null, findings);
        }

        var parser = new LocatedJsonParser(display, syntaxCode);
        var root = parser.Parse(bytes);
        if (root is JsonObject json) return new(new LocatedJson(display, json, parser.Places), parser.Findings);
        if (parser.Findings.All.Count == 0)
            parser.Findings.Error(syntaxCode, $"{display}(1,1)", $"the file holds {JsonWords.Describe(root)}", "an object: { ... }");
        return new(null, parser.Findings);
    }

    /// <summary>The place of a value for a finding: file, line, column and path. A missing value is placed at its nearest parent.</summary>
    public string Where(string path)
    {
        for (var known = path; ; known = Parent(known))
        {
            if (_places.TryGetValue(known, out var place)) return path.Length == 0 ? place : $"{place} {path}";
            if (known.Length == 0) return path.Length == 0 ? Display : $"{Display} {path}";
        }
    }

    /// <summary>What to know of a value of the wrong type that comes from elsewhere; <see langword="null"/> if there is nothing.</summary>
    public string? NoteAt(string path) => _notes.GetValueOrDefault(path);

    /// <summary>Records that a value comes from elsewhere, such as a command-line option.</summary>
    /// <param name="path">The value.</param>
    /// <param name="place">Where it comes from.</param>
    /// <param name="note">What to know if it is of the wrong type.</param>
    public void Relocate(string path, string place, string? note = null)
    {
        _notes.Remove(path);
        if (note is not null) _notes[path] = note;
        foreach (var below in _places.Keys.Where(key => JsonPath.IsAtOrBelow(key, path)).ToList()) _places.Remove(below);
        _places[path] = place;
    }

    public static string DisplayName(string file)
    {
        try
        {
            var relative = Path.GetRelativePath(Environment.CurrentDirectory, file);
            return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The working folder was deleted while the command ran.
            return file;
        }
    }

    private static string Parent(string path)
    {
        var cut = Math.Max(path.LastIndexOf('.'), path.LastIndexOf('['));
        return cut < 0 ? "" : path[..cut];
    }
}
