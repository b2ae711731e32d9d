using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Makes hostile and broken packages from the content of a sound one.</summary>
internal sealed class PackageMutation
{
    private const string Manifest = "plugin/plugin.json";
    private const int PlainFile = 0x81A4;
    private const int Link = 0xA1FF;
    private static readonly Gen<double> Share = ByteMutation.Share;

    // Falsified fields of headers, of the directory or of its end: sizes, sums, methods, flags, counts, offsets.
    private static readonly Gen<Func<byte[], byte[]>> Records = Gen.Select(
            Share,
            Gen.Int[4, 19],
            Gen.OneOf(Gen.OneOf<uint>(0, 1, 8, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF), Gen.UInt[0, 0xFFFF], Gen.UInt),
            Gen.Bool)
        .Array[1, 3]
        .Select<(double, int, uint, bool)[], Func<byte[], byte[]>>(edits => package => EditRecords(package, edits));

    private readonly IReadOnlyDictionary<string, byte[]> _content;

    /// <summary>Takes what packages are made from.</summary>
    /// <param name="content">The sound package's files by path.</param>
    /// <param name="outside">A file outside every store that must never be written.</param>
    public PackageMutation(IReadOnlyDictionary<string, byte[]> content, string outside)
    {
        _content = content;
        var escape = Escape(outside);
        var edit = Gen.OneOf(
            Gen.Const<EntryEdit>((entries, at) => entries.RemoveAt(at)),
            escape.Select<string, EntryEdit>(path => (entries, _) => entries.Add(new(path, "escaped"u8.ToArray(), PlainFile))),
            Gen.Const<EntryEdit>((entries, at) => entries.Add(entries[at])),
            escape.Select<string, EntryEdit>(path => (entries, at) => entries[at] = entries[at] with { Path = path }),
            Gen.Int[1, (1 << 21) - 1].Select<int, EntryEdit>(
                size => (entries, at) => entries[at] = entries[at] with { Bytes = new byte[size] }),
            Gen.Int[0, 2].Select<int, EntryEdit>(
                number => (entries, _) => entries.Add(new($"plugin/link{number}", Encoding.UTF8.GetBytes(outside), Link))),
            Gen.Int[0, 0xFFFF].Select<int, EntryEdit>(mode => (entries, at) => entries[at] = entries[at] with { Mode = mode }),
            ByteMutation.Edits.Select<Func<byte[], byte[]>, EntryEdit>(
                change => (entries, at) => entries[at] = entries[at] with { Bytes = change(entries[at].Bytes) }),
            JsonMutation.Of(Encoding.UTF8.GetString(content[Manifest])).Select<byte[], EntryEdit>(manifest => (entries, _) =>
            {
                if (entries.FindIndex(entry => entry.Path == Manifest) is var at and >= 0) entries[at] = entries[at] with { Bytes = manifest };
            }));
        Packages = Gen.Select(
            Gen.Select(Share, edit).Array[0, 2],
            Gen.Bool,
            Gen.ULong,
            Gen.Frequency((3, Gen.Const<Func<byte[], byte[]>>(package => package)), (2, Records), (1, ByteMutation.Edits)),
            Make);
    }

    private delegate void EntryEdit(List<Entry> entries, int at);

    /// <summary>The packages.</summary>
    public Gen<byte[]> Packages { get; }

    private byte[] Make((double Share, EntryEdit Edit)[] edits, bool rehash, ulong stored, Func<byte[], byte[]> change)
    {
        var entries = _content.Select(pair => new Entry(pair.Key, pair.Value, PlainFile)).ToList();
        foreach (var (share, edit) in edits) edit(entries, ByteMutation.At(share, entries.Count));
        if (entries.Count == 0) entries.Add(new(Manifest, _content[Manifest], PlainFile));
        if (rehash) Rehash(entries);
        return change(Write(entries, stored));
    }

    private static Gen<string> Escape(string outside) => Gen.OneOf(
        "../escaped", "plugin/../../escaped", "plugin/../../../../../../escaped", outside, "/" + outside, "plugin/" + outside,
        "plugin/./x", "plugin//x",
        "plugin\\..\\..\\escaped", "C:\\escaped", "plugin/x:stream", "plugin/nul", "plugin/a\0b", "plugin/\u202Eexe",
        "plugin/plugin.json/x", "PLUGIN/x",
        "plugin/" + new string('x', 300), "plugin/" + string.Concat(Enumerable.Repeat("d/", 100)) + "x", "/", "plugin/",
        "plugin/..", "plugin/word.good.dll ");

    /// <summary>Makes the manifest's hashes right again, so that what was changed is looked at.</summary>
    private static void Rehash(List<Entry> entries)
    {
        var at = entries.FindIndex(entry => entry.Path == Manifest);
        if (at < 0) return;
        try
        {
            if (JsonNode.Parse(entries[at].Bytes) is not JsonObject json) return;
            var files = new JsonObject();
            foreach (var (path, bytes, _) in entries)
            {
                if (path == Manifest || !path.StartsWith("plugin/", StringComparison.Ordinal)) continue;
                files[path["plugin/".Length..]] = Convert.ToHexStringLower(SHA256.HashData(bytes));
            }

            json["files"] = files;
            entries[at] = entries[at] with { Bytes = Encoding.UTF8.GetBytes(json.ToJsonString()) };
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            // The manifest is broken already; so are its hashes.
        }
    }

    /// <summary>Writes an archive; two bits for each entry say whether it is only stored.</summary>
    private static byte[] Write(List<Entry> entries, ulong stored)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < entries.Count; i++)
            {
                var level = ((stored >> (2 * i)) & 3) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
                var entry = archive.CreateEntry(entries[i].Path, level);
                entry.ExternalAttributes = entries[i].Mode << 16;
                using var sink = entry.Open();
                sink.Write(entries[i].Bytes);
            }
        }

        return stream.ToArray();
    }

    private static byte[] EditRecords(byte[] package, (double Share, int Field, uint Value, bool Short)[] edits)
    {
        uint[] signatures = [0x04034B50, 0x02014B50, 0x06054B50];
        var places = Enumerable.Range(0, Math.Max(0, package.Length - 22))
            .Where(at => package[at] == 0x50 && signatures.Contains(BinaryPrimitives.ReadUInt32LittleEndian(package.AsSpan(at))))
            .ToArray();
        if (places.Length == 0) return package;
        foreach (var (share, place, value, isShort) in edits)
        {
            var field = places[ByteMutation.At(share, places.Length)] + place;
            if (isShort) BinaryPrimitives.WriteUInt16LittleEndian(package.AsSpan(field), (ushort)value);
            else if (field + 4 <= package.Length) BinaryPrimitives.WriteUInt32LittleEndian(package.AsSpan(field), value);
        }

        return package;
    }

    private sealed record Entry(string Path, byte[] Bytes, int Mode);
}
