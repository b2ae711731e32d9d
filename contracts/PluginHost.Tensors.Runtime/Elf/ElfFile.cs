using System.Buffers.Binary;
using System.Text;

namespace PluginHost.Tensors.Runtime.Elf;

/// <summary>What is wrong with a shared library's file, in words that name the file.</summary>
internal sealed class ElfException(string message) : FormatException(message);

/// <summary>One entry of <c>.gnu.version_r</c>: a version of another library's symbols that the loader wants to see.</summary>
/// <param name="Library">The library, such as <c>libstdc++.so.6</c>.</param>
/// <param name="Version">The version, such as <c>GLIBCXX_3.4.32</c>.</param>
/// <param name="Flags">Bit 2 (VER_FLG_WEAK) makes the loader pass over a version that is absent.</param>
/// <param name="FlagsOffset">Where the flags lie in the file, in bytes.</param>
internal sealed record VersionNeed(string Library, string Version, ushort Flags, long FlagsOffset)
{
    internal bool IsWeak => (Flags & ElfFile.WeakVersion) != 0;
}

/// <summary>
/// Reads the dynamic-linking tables of a 64-bit little-endian ELF file (System V ABI, chapters 4 and 5; symbol versions after the Linux
/// Standard Base). Every offset and count is checked against the file's length, so that a small file never takes much memory.
/// </summary>
internal sealed class ElfFile : IDisposable
{
    /// <summary>VER_FLG_WEAK.</summary>
    internal const ushort WeakVersion = 0x2;

    private const uint Dynamic = 6, DynamicSymbols = 11;
    private const uint VersionDefinition = 0x6ffffffd, VersionNeeded = 0x6ffffffe, VersionOfSymbol = 0x6fffffff;
    private const int SectionHeaderSize = 64, SymbolSize = 24;
    private const int LargestTable = 256 << 20;

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private readonly long _length;
    private readonly Section[] _sections;

    private ElfFile(string path, Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        Path = path;
        _file = file;
        _length = RandomAccess.GetLength(file);
        _sections = ReadSections();
    }

    /// <summary>The file.</summary>
    internal string Path { get; }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ElfException">It is no 64-bit little-endian ELF file, or it ends before its headers say so.</exception>
    internal static ElfFile Open(string path)
    {
        var file = File.OpenHandle(path);
        try
        {
            return new ElfFile(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The name under which other libraries ask for this one; null where it has none.</summary>
    internal string? SoName() => DynamicStrings(tag: 14).FirstOrDefault();

    /// <summary>The libraries that the loader loads with this one.</summary>
    internal IReadOnlyList<string> Needed() => [.. DynamicStrings(tag: 1)];

    /// <summary>The versions of other libraries' symbols that this one needs.</summary>
    internal IReadOnlyList<VersionNeed> VersionNeeds()
    {
        var found = new List<VersionNeed>();
        if (!TryTable(VersionNeeded, out var section, out var table)) return found;
        var strings = StringsOf(section);
        var entries = 0;
        for (long at = 0; ;)
        {
            var need = Part(table, at, 16, ".gnu.version_r");
            var library = Text(strings, U32(need, 4));
            int count = U16(need, 2);
            var version = at + U32(need, 8);
            for (var i = 0; i < count; i++)
            {
                var entry = Part(table, version, 16, ".gnu.version_r");
                found.Add(new VersionNeed(library, Text(strings, U32(entry, 8)), U16(entry, 4), (long)section.Offset + version + 4));
                var step = U32(entry, 12);
                if (step == 0) break;
                version += step;
                Bounded(++entries, table);
            }
            var next = U32(need, 12);
            if (next == 0) return found;
            at += next;
            Bounded(++entries, table);
        }
    }

    /// <summary>The versions of its own symbols that this library defines.</summary>
    internal IReadOnlyList<string> VersionDefinitions()
    {
        var found = new List<string>();
        if (!TryTable(VersionDefinition, out var section, out var table)) return found;
        var strings = StringsOf(section);
        for (long at = 0; ;)
        {
            var definition = Part(table, at, 20, ".gnu.version_d");
            var name = Part(table, at + U32(definition, 12), 8, ".gnu.version_d");
            found.Add(Text(strings, U32(name, 0)));
            var next = U32(definition, 16);
            if (next == 0) return found;
            at += next;
            Bounded(found.Count, table);
        }
    }

    /// <summary>Symbols that another library must define and that carry no version, as those of libtorch do.</summary>
    internal IReadOnlyList<string> UndefinedSymbols()
    {
        var versions = TryTable(VersionOfSymbol, out _, out var versionTable) ? versionTable : [];
        var found = new List<string>();
        ForEachSymbol((index, symbol, strings) =>
        {
            var isStrong = symbol[4] >> 4 == 1;
            var versionAt = index * 2;
            var isVersioned = versionAt + 2 <= versions.Length && (U16(versions.AsSpan(), versionAt) & 0x7fff) > 1;
            if (index > 0 && U16(symbol, 6) == 0 && isStrong && !isVersioned) found.Add(Text(strings, U32(symbol, 0)));
        });
        return found;
    }

    /// <summary>Takes the symbols that this library defines out of a set.</summary>
    /// <param name="wanted">Mangled names.</param>
    internal void RemoveDefined(HashSet<string> wanted)
    {
        var byChars = wanted.GetAlternateLookup<ReadOnlySpan<char>>();
        var longest = wanted.Count == 0 ? 0 : wanted.Max(name => name.Length);
        var name = new char[longest + 1];
        ForEachSymbol((_, symbol, strings) =>
        {
            if (U16(symbol, 6) == 0 || wanted.Count == 0) return;
            long at = U32(symbol, 0);
            var rest = at < strings.Length ? strings.AsSpan((int)at) : throw Broken("a symbol's name lies outside of .dynstr");
            var length = rest[..Math.Min(rest.Length, longest + 1)].IndexOf((byte)0);
            if (length > 0)
            {
                Encoding.Latin1.GetChars(rest[..length], name);
                byChars.Remove(name.AsSpan(0, length));
            }
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private IEnumerable<string> DynamicStrings(ulong tag)
    {
        if (!TryTable(Dynamic, out var section, out var table)) yield break;
        byte[]? strings = null;
        for (var at = 0; at + 16 <= table.Length; at += 16)
        {
            var entryTag = BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(at));
            if (entryTag == 0) yield break;
            if (entryTag == tag)
            {
                strings ??= StringsOf(section);
                yield return Text(strings, BinaryPrimitives.ReadUInt64LittleEndian(table.AsSpan(at + 8)));
            }
        }
    }

    private void ForEachSymbol(SymbolVisitor visit)
    {
        if (!TryTable(DynamicSymbols, out var section, out var table)) return;
        var strings = StringsOf(section);
        for (var i = 0; i < table.Length / SymbolSize; i++)
        {
            visit(i, table.AsSpan(i * SymbolSize, SymbolSize), strings);
        }
    }

    private delegate void SymbolVisitor(int index, ReadOnlySpan<byte> symbol, byte[] strings);

    private sealed record Section(uint Type, ulong Offset, ulong Size, uint Link);

    private Section[] ReadSections()
    {
        var header = Read(0, 64, "its ELF header");
        if (!header.AsSpan(0, 4).SequenceEqual("\u007fELF"u8) || header[4] != 2 || header[5] != 1)
        {
            var begin = Convert.ToHexString(header.AsSpan(0, 6));
            throw new ElfException($"{Path} is no 64-bit little-endian ELF file: it begins with {begin}");
        }
        var at = BinaryPrimitives.ReadUInt64LittleEndian(header.AsSpan(40));
        int size = U16(header, 58), count = U16(header, 60);
        if (at == 0 || count == 0 || size != SectionHeaderSize)
            throw new ElfException($"{Path} has no section headers, which name its tables of symbols");
        var table = Read(at, (ulong)count * SectionHeaderSize, "its section headers");
        var sections = new Section[count];
        for (var i = 0; i < count; i++)
        {
            var entry = table.AsSpan(i * SectionHeaderSize);
            var offset = BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]);
            var length = BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]);
            sections[i] = new Section(U32(entry, 4), offset, length, U32(entry, 40));
        }
        return sections;
    }

    private bool TryTable(uint type, out Section section, out byte[] table)
    {
        foreach (var candidate in _sections)
        {
            if (candidate.Type == type)
            {
                section = candidate;
                table = Read(candidate.Offset, candidate.Size, $"a section of type 0x{type:x}");
                return true;
            }
        }
        section = new Section(0, 0, 0, 0);
        table = [];
        return false;
    }

    private byte[] StringsOf(Section section)
    {
        if (section.Link >= _sections.Length)
            throw Broken($"a section names the string table {section.Link} of {_sections.Length} sections");
        var strings = _sections[section.Link];
        return Read(strings.Offset, strings.Size, "a string table");
    }

    private byte[] Read(ulong offset, ulong size, string what)
    {
        if (offset > (ulong)_length || size > (ulong)_length - offset)
            throw new ElfException($"{Path} is truncated: {what} reaches to byte {(UInt128)offset + size} of a file of {_length} bytes");
        if (size > LargestTable)
            throw Broken($"{what} has {size} bytes, more than the {LargestTable} that any library needs");
        var bytes = new byte[size];
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(_file, bytes.AsSpan(done), (long)offset + done);
            done += read > 0 ? read : throw new ElfException($"{Path} became shorter while it was read");
        }
        return bytes;
    }

    private ReadOnlySpan<byte> Part(byte[] table, long at, int size, string what) =>
        at >= 0 && at + size <= table.Length ? table.AsSpan((int)at, size) : throw Broken($"an entry of {what} lies outside of it");

    // An entry takes 16 bytes or more; a chain with more entries than fit goes in a circle.
    private void Bounded(int entries, byte[] table)
    {
        if (entries > table.Length / 8) throw Broken("its version entries go in a circle");
    }

    private string Text(byte[] strings, ulong at)
    {
        var rest = at < (ulong)strings.Length ? strings.AsSpan((int)at) : throw Broken("a name lies outside of its string table");
        var length = rest.IndexOf((byte)0);
        return Encoding.Latin1.GetString(length < 0 ? rest : rest[..length]);
    }

    private ElfException Broken(string what) => new($"{Path} is damaged: {what}");

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
