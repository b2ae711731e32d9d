using System.Buffers.Binary;
using System.Text.Json.Nodes;
using PluginHost.Json;

namespace PluginHost.Reports.Reading;

/// <summary>Examples that a run left in its folder <c>examples</c>, with sounds and pictures as data URIs.</summary>
/// <param name="Title">What they are examples of.</param>
/// <param name="Items">The examples.</param>
/// <param name="Notes">What is wrong with them, and what was left out.</param>
internal sealed record ExampleSet(string Title, IReadOnlyList<ExampleItem> Items, IReadOnlyList<string> Notes)
{
    /// <summary>The folder in a run's folder.</summary>
    public const string Folder = "examples";

    /// <summary>The file that lists them.</summary>
    public const string IndexName = "index.json";

    /// <summary>How many bytes all sounds and pictures of a page may take, encoded.</summary>
    public const long MostBytes = 40_000_000;

    /// <summary>Reads the examples of a run; <see langword="null"/> where it has none.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="mostBytes">How many bytes sounds and pictures may take, encoded.</param>
    public static ExampleSet? Read(string run, long mostBytes = MostBytes)
    {
        var folder = Path.Combine(run, Folder);
        var index = Path.Combine(folder, IndexName);
        if (!File.Exists(index)) return null;
        if (LocatedJson.Read(index, "", "").Value?.Root is not { } json)
            return new("Examples", [], [$"{Folder}/{IndexName} cannot be read, so no example is shown."]);
        var (left, over) = (mostBytes, 0);
        ExampleItem[] items = [.. json.At("items").Objects().Select(item => new ExampleItem(
            item.At("title").Text(),
            [.. item.At("figures").Fields().Select(figure => (figure.Key, figure.Value.Number()))],
            [.. item.At("parts").Objects().Select(part => Part(folder, part, ref left, ref over))]))];
        var parts = over == 1 ? "sound or picture is" : "sounds and pictures are";
        string[] notes = over == 0 ? [] : [$"{over} {parts} left out: the page holds {RunFiles.Text(mostBytes)} of them at most."];
        return new(json.At("title").Text() is { Length: > 0 } title ? title : "Examples", items, notes);
    }

    private static ExamplePart Part(string folder, JsonObject json, ref long left, ref int over)
    {
        var part = new ExamplePart(json.At("kind").Text(), json.At("label").Text(), json.At("group").Text(), json.At("text").Text());
        if (part.Kind is not ("sound" or "picture")) return part;
        var file = json.At("file").Text();
        var (bytes, note) = Content(folder, file, left);
        if (bytes is null)
        {
            if (note is null) over++;
            return part with { Note = note ?? "left out: the page would be too large" };
        }

        var type = Type(bytes);
        if (type is null || type.StartsWith("audio", StringComparison.Ordinal) != (part.Kind == "sound"))
            return part with { Note = $"{file} is damaged or no {(part.Kind == "sound" ? "WAV file" : "PNG or JPEG file")}" };
        var data = $"data:{type};base64,{Convert.ToBase64String(bytes)}";
        left -= data.Length;
        return part with { Data = data };
    }

    /// <summary>The content of a file of the examples; neither bytes nor a note where there is no room for it.</summary>
    private static (byte[]? Bytes, string? Note) Content(string folder, string name, long left)
    {
        if (name.Length == 0) return (null, "no file is named");
        if (!StaysBelow(folder, name)) return (null, $"{name} leads out of {Folder}/ and is refused");
        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists) return (null, $"{name} is missing");
            // A pipe has no length either, and opening one would wait for ever.
            if (file.Length == 0) return (null, $"{name} is empty");
            return (file.Length + 2) / 3 * 4 + 40 > left ? (null, null) : (File.ReadAllBytes(file.FullName), null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, $"{name} cannot be read: {exception.Message}");
        }
    }

    // Neither by its name nor by a link on the way.
    private static bool StaysBelow(string folder, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(name) || name.Contains('\\', StringComparison.Ordinal)) return false;
        var place = folder;
        foreach (var piece in name.Split('/'))
        {
            if (piece is "" or "." or "..") return false;
            place = Path.Combine(place, piece);
            if (new FileInfo(place).LinkTarget is not null) return false;
        }

        return true;
    }

    /// <summary>The media type that a file's content says; <see langword="null"/> if it is another one, or cut short.</summary>
    public static string? Type(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..].StartsWith("WAVE"u8) ? HasSound(bytes[12..]) ? "audio/wav" : null
        : IsPng(bytes) ? "image/png"
        : bytes.Length > 4 && bytes[0] == 0xFF && bytes[1] == 0xD8 && bytes.LastIndexOf([(byte)0xFF, (byte)0xD9]) > 2 ? "image/jpeg"
        : null;

    private static bool IsPng(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A])
        && bytes.Length > 45 && bytes[12..].StartsWith("IHDR"u8) && bytes[^8..].StartsWith("IEND"u8);

    private static bool HasSound(ReadOnlySpan<byte> chunks)
    {
        var format = false;
        while (chunks.Length >= 8)
        {
            long size = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            if (chunks.StartsWith("data"u8)) return format && size > 0 && size <= chunks.Length - 8;
            format |= chunks.StartsWith("fmt "u8);
            if (size + size % 2 > chunks.Length - 8) return false;
            chunks = chunks[(int)(8 + size + size % 2)..];
        }

        return false;
    }
}

/// <summary>One example.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Figures">Its figures by name; <see langword="null"/> where one is not defined.</param>
/// <param name="Parts">What it consists of.</param>
internal sealed record ExampleItem(string Title, IReadOnlyList<(string Name, double? Value)> Figures, IReadOnlyList<ExamplePart> Parts);

/// <summary>A part of an example.</summary>
/// <param name="Kind">sound, picture or text.</param>
/// <param name="Label">What it is.</param>
/// <param name="Group">Parts of one group, such as a source, are shown together; empty for none.</param>
/// <param name="Text">The text of a text.</param>
internal sealed record ExamplePart(string Kind, string Label, string Group, string Text)
{
    /// <summary>The data URI of a sound or picture; <see langword="null"/> where it is left out.</summary>
    public string? Data { get; init; }

    /// <summary>Why it is left out.</summary>
    public string? Note { get; init; }
}
