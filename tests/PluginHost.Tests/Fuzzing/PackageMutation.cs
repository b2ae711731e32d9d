using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PluginHost.Contracts;

namespace PluginHost.Tests.Fuzzing;

/// <summary>Makes hostile and broken packages from the content of a sound one.</summary>
/// <param name="content">The sound package's files by path.</param>
/// <param name="outside">A file outside every store that must never be written.</param>
internal sealed class PackageMutation(IReadOnlyDictionary<string, byte[]> content, string outside)
{
    private const string Manifest = "plugin/plugin.json";

    public byte[] Mutate(RandomStream random)
    {
        var entries = content.Select(pair => (Path: pair.Key, Bytes: pair.Value, Mode: 0x81A4)).ToList();
        for (var edits = random.Next(0, 3); edits > 0; edits--) EditEntries(entries, random);
        if (random.Next(2) == 0) Rehash(entries);
        var package = Write(entries, random);
        return random.Next(3) switch
        {
            0 => EditRecords(package, random),
            1 when random.Next(2) == 0 => ByteMutation.Mutate(package, random),
            _ => package,
        };
    }

    private void EditEntries(List<(string Path, byte[] Bytes, int Mode)> entries, RandomStream random)
    {
        var at = random.Next(entries.Count);
        var (path, bytes, mode) = entries[at];
        switch (random.Next(9))
        {
            case 0: entries.RemoveAt(at); break;
            case 1: entries.Add((Escape(random), "escaped"u8.ToArray(), mode)); break;
            case 2: entries.Add((path, bytes, mode)); break;
            case 3: entries[at] = (Escape(random), bytes, mode); break;
            case 4: entries[at] = (path, new byte[random.Next(1, 1 << 21)], mode); break;
            case 5: entries.Add(($"plugin/link{random.Next(3)}", Encoding.UTF8.GetBytes(outside), 0xA1FF)); break;
            case 6: entries[at] = (path, bytes, random.Next(0x10000)); break;
            case 7: entries[at] = (path, ByteMutation.Mutate(bytes, random), mode); break;
            default:
                var manifest = entries.FindIndex(entry => entry.Path == Manifest);
                if (manifest >= 0)
                    entries[manifest] = (Manifest, JsonMutation.Mutate(Encoding.UTF8.GetString(content[Manifest]), random), mode);
                break;
        }

        if (entries.Count == 0) entries.Add((Manifest, content[Manifest], mode));
    }

    private string Escape(RandomStream random)
    {
        string[] paths =
        [
            "../escaped", "plugin/../../escaped", "plugin/../../../../../../escaped", outside, "/" + outside, "plugin/" + outside,
            "plugin/./x", "plugin//x",
            "plugin\\..\\..\\escaped", "C:\\escaped", "plugin/x:stream", "plugin/nul", "plugin/a\0b", "plugin/\u202Eexe",
            "plugin/plugin.json/x", "PLUGIN/x",
            "plugin/" + new string('x', 300), "plugin/" + string.Concat(Enumerable.Repeat("d/", 100)) + "x", "/", "plugin/",
            "plugin/..", "plugin/word.good.dll ",
        ];
        return paths[random.Next(paths.Length)];
    }

    /// <summary>Makes the manifest's hashes right again, so that what was changed is looked at.</summary>
    private static void Rehash(List<(string Path, byte[] Bytes, int Mode)> entries)
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
            entries[at] = (Manifest, Encoding.UTF8.GetBytes(json.ToJsonString()), entries[at].Mode);
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            // The manifest is broken already; so are its hashes.
        }
    }

    private static byte[] Write(IEnumerable<(string Path, byte[] Bytes, int Mode)> entries, RandomStream random)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, bytes, mode) in entries)
            {
                var entry = archive.CreateEntry(path, random.Next(4) == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest);
                entry.ExternalAttributes = mode << 16;
                using var sink = entry.Open();
                sink.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    /// <summary>Falsifies fields of headers, of the directory or of its end: sizes, sums, methods, flags, counts, offsets.</summary>
    private static byte[] EditRecords(byte[] package, RandomStream random)
    {
        uint[] signatures = [0x04034B50, 0x02014B50, 0x06054B50];
        var places = Enumerable.Range(0, Math.Max(0, package.Length - 22))
            .Where(at => package[at] == 0x50 && signatures.Contains(BinaryPrimitives.ReadUInt32LittleEndian(package.AsSpan(at))))
            .ToArray();
        for (var edits = random.Next(1, 4); edits > 0 && places.Length > 0; edits--)
        {
            var field = places[random.Next(places.Length)] + random.Next(4, 20);
            uint[] values = [0, 1, 8, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, (uint)random.Next(1 << 16), (uint)random.NextUInt64()];
            var value = values[random.Next(values.Length)];
            if (random.Next(2) == 0) BinaryPrimitives.WriteUInt16LittleEndian(package.AsSpan(field), (ushort)value);
            else if (field + 4 <= package.Length) BinaryPrimitives.WriteUInt32LittleEndian(package.AsSpan(field), value);
        }

        return package;
    }
}
