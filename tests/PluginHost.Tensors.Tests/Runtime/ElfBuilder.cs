using System.Buffers.Binary;
using System.Text;

namespace PluginHost.Tensors.Tests.Runtime;

/// <summary>
/// Writes small ELF64 files by the System V ABI, independently of the reader: a header, tables of dynamic linking, and section headers.
/// </summary>
internal sealed class ElfBuilder
{
    private readonly List<byte> _strings = [0];
    private readonly List<(int Name, bool IsDefined, ushort Version)> _symbols = [(0, false, 0)];
    private readonly List<(long Tag, int Name)> _dynamic = [];
    private readonly List<(string Library, string Version, ushort Flags)> _needs = [];
    private readonly List<string> _definitions = [];

    public ElfBuilder Named(string soName) => Dynamic(14, soName);

    public ElfBuilder Needing(string library) => Dynamic(1, library);

    public ElfBuilder Symbol(string name, bool isDefined, ushort version = 1)
    {
        _symbols.Add((Add(name), isDefined, version));
        return this;
    }

    public ElfBuilder NeedsVersion(string library, string version, ushort flags = 0)
    {
        _needs.Add((library, version, flags));
        return this;
    }

    public ElfBuilder DefinesVersion(string version)
    {
        _definitions.Add(version);
        return this;
    }

    public string Write(string path)
    {
        File.WriteAllBytes(path, Build());
        return path;
    }

    public byte[] Build()
    {
        var needs = Needs();
        var definitions = Definitions();
        (uint Type, byte[] Bytes, uint Link)[] sections =
        [
            (0, [], 0),
            (3, [.. _strings], 0),
            (11, Symbols(), 1),
            (0x6fffffff, Versions(), 2),
            (6, DynamicTable(), 1),
            (0x6ffffffe, needs, 1),
            (0x6ffffffd, definitions, 1),
        ];
        var body = new List<byte>(new byte[64]);
        var headers = new byte[sections.Length * 64];
        for (var i = 0; i < sections.Length; i++)
        {
            var header = headers.AsSpan(i * 64);
            BinaryPrimitives.WriteUInt32LittleEndian(header[4..], sections[i].Bytes.Length == 0 ? 0 : sections[i].Type);
            BinaryPrimitives.WriteInt64LittleEndian(header[24..], body.Count);
            BinaryPrimitives.WriteInt64LittleEndian(header[32..], sections[i].Bytes.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(header[40..], sections[i].Link);
            body.AddRange(sections[i].Bytes);
        }
        var at = body.Count;
        body.AddRange(headers);
        var file = body.ToArray();
        byte[] magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        magic.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), 62);
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(40), at);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(58), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), (ushort)sections.Length);
        return file;
    }

    private ElfBuilder Dynamic(long tag, string name)
    {
        _dynamic.Add((tag, Add(name)));
        return this;
    }

    private int Add(string name)
    {
        var at = _strings.Count;
        _strings.AddRange([.. Encoding.ASCII.GetBytes(name), 0]);
        return at;
    }

    private byte[] Symbols()
    {
        var bytes = new byte[_symbols.Count * 24];
        for (var i = 0; i < _symbols.Count; i++)
        {
            var symbol = bytes.AsSpan(i * 24);
            BinaryPrimitives.WriteInt32LittleEndian(symbol, _symbols[i].Name);
            symbol[4] = 1 << 4 | 2;
            BinaryPrimitives.WriteUInt16LittleEndian(symbol[6..], (ushort)(_symbols[i].IsDefined ? 5 : 0));
        }
        return bytes;
    }

    private byte[] Versions()
    {
        var bytes = new byte[_symbols.Count * 2];
        for (var i = 0; i < _symbols.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), _symbols[i].Version);
        }
        return bytes;
    }

    private byte[] DynamicTable()
    {
        var bytes = new byte[(_dynamic.Count + 1) * 16];
        for (var i = 0; i < _dynamic.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 16), _dynamic[i].Tag);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((i * 16) + 8), _dynamic[i].Name);
        }
        return bytes;
    }

    // One Verneed with its Vernaux entries for each library.
    private byte[] Needs()
    {
        var libraries = _needs.GroupBy(need => need.Library, StringComparer.Ordinal).ToArray();
        var bytes = new List<byte>();
        for (var i = 0; i < libraries.Length; i++)
        {
            var versions = libraries[i].ToArray();
            var need = new byte[16 + (versions.Length * 16)];
            BinaryPrimitives.WriteUInt16LittleEndian(need, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(need.AsSpan(2), (ushort)versions.Length);
            BinaryPrimitives.WriteInt32LittleEndian(need.AsSpan(4), Add(libraries[i].Key));
            BinaryPrimitives.WriteInt32LittleEndian(need.AsSpan(8), 16);
            BinaryPrimitives.WriteInt32LittleEndian(need.AsSpan(12), i + 1 < libraries.Length ? need.Length : 0);
            for (var k = 0; k < versions.Length; k++)
            {
                var entry = need.AsSpan(16 + (k * 16));
                BinaryPrimitives.WriteUInt16LittleEndian(entry[4..], versions[k].Flags);
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], Add(versions[k].Version));
                BinaryPrimitives.WriteInt32LittleEndian(entry[12..], k + 1 < versions.Length ? 16 : 0);
            }
            bytes.AddRange(need);
        }
        return [.. bytes];
    }

    // One Verdef with one Verdaux entry for each version.
    private byte[] Definitions()
    {
        var bytes = new byte[_definitions.Count * 28];
        for (var i = 0; i < _definitions.Count; i++)
        {
            var definition = bytes.AsSpan(i * 28);
            BinaryPrimitives.WriteUInt16LittleEndian(definition, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(definition[6..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(definition[12..], 20);
            BinaryPrimitives.WriteInt32LittleEndian(definition[16..], i + 1 < _definitions.Count ? 28 : 0);
            BinaryPrimitives.WriteInt32LittleEndian(definition[20..], Add(_definitions[i]));
        }
        return bytes;
    }
}
