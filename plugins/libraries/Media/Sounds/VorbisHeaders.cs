using System.Buffers.Binary;

namespace PluginHost.Media.Sounds;

/// <summary>
/// Reads the three header packets (Vorbis I, sections 4.2, 3.2.1, 6.2.1, 7.2.2, 8.6.1) for their sizes alone. NVorbis takes memory for
/// comments and code books as their headers say, and does not end on a code book that is cut short.
/// </summary>
internal static class VorbisHeaders
{
    /// <summary>Numbers in all code books and class maps together; libvorbis's own stay under a tenth of it.</summary>
    private const long MostNumbers = 1 << 21;

    public static void Check(IReadOnlyList<byte[]> packets)
    {
        if (packets.Count < 3) throw new BadMediaException("it is cut short within its headers");
        Identification(packets[0]);
        Comments(packets[1]);
        new Setup(packets[2]).Check();
    }

    private static void Identification(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < 30 || BinaryPrimitives.ReadUInt32LittleEndian(packet[7..]) != 0) throw Damaged("first");
        if (packet[11] is 0 or > 64) throw new BadMediaException($"its header names {packet[11]} channels; 1 to 64 are read");
        var (small, large) = (packet[28] & 15, packet[28] >> 4);
        if (small < 6 || large < small || large > 13) throw Damaged("first");
    }

    private static void Comments(ReadOnlySpan<byte> packet)
    {
        if (!packet.StartsWith("\u0003vorbis"u8)) throw Damaged("comment");
        var rest = Skip(packet[7..]);
        if (rest.Length < 4) throw Damaged("comment");
        var count = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[4..];
        if (count > rest.Length / 4) throw Damaged("comment");
        for (var i = 0u; i < count; i++) rest = Skip(rest);
    }

    // A text with its length before it.
    private static ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) > bytes.Length - 4) throw Damaged("comment");
        return bytes[(4 + BinaryPrimitives.ReadInt32LittleEndian(bytes))..];
    }

    private static BadMediaException Damaged(string which) => new($"its {which} header is damaged");

    private sealed class Setup(byte[] packet)
    {
        private readonly List<(int Entries, int Dimensions)> _books = [];
        private long _bit = 56;
        private long _numbers;

        public void Check()
        {
            if (!packet.AsSpan().StartsWith("\u0005vorbis"u8)) throw Damaged("code book");
            for (var left = Bits(8) + 1; left > 0; left--) Book();
            for (var left = Bits(6) + 1; left > 0; left--) Bits(16);
            for (var left = Bits(6) + 1; left > 0; left--) Floor();
            for (var left = Bits(6) + 1; left > 0; left--) Residue();
        }

        private void Book()
        {
            if (Bits(24) != 0x564342) throw Damaged("code book");
            var (dimensions, entries) = (Bits(16), Bits(24));
            _books.Add((entries, dimensions));
            Take((long)entries * Math.Max(1, dimensions));
            if (Bits(1) == 1)
            {
                var length = Bits(5) + 1;
                for (var entry = 0; entry < entries; length++)
                {
                    entry += Bits(32 - int.LeadingZeroCount(entries - entry));
                    if (entry > entries || length > 32) throw Damaged("code book");
                }
            }
            else
            {
                var sparse = Bits(1) == 1;
                for (var entry = 0; entry < entries; entry++)
                {
                    if (!sparse || Bits(1) == 1) Bits(5);
                }
            }

            var kind = Bits(4);
            if (kind == 0) return;
            if (kind > 2 || dimensions == 0 || entries == 0) throw Damaged("code book");
            Skip(64);
            var width = Bits(4) + 1;
            Bits(1);
            Skip(width * (kind == 1 ? Root(entries, dimensions) : (long)entries * dimensions));
        }

        private void Floor()
        {
            if (Bits(16) == 0)
            {
                Skip(8 + 16);
                Take(Bits(16));
                Skip(6 + 8);
                Skip(8L * (Bits(4) + 1));
                return;
            }

            var partitions = new int[Bits(5)];
            for (var i = 0; i < partitions.Length; i++) partitions[i] = Bits(4);
            var sizes = new int[partitions.Length == 0 ? 0 : partitions.Max() + 1];
            for (var i = 0; i < sizes.Length; i++)
            {
                sizes[i] = Bits(3) + 1;
                var subclasses = Bits(2);
                if (subclasses > 0) Bits(8);
                Skip(8L << subclasses);
            }

            Bits(2);
            var width = Bits(4);
            Skip((long)width * partitions.Sum(partition => sizes[partition]));
        }

        private void Residue()
        {
            if (Bits(16) > 2) throw Damaged("code book");
            Skip(24 * 3);
            var classes = Bits(6) + 1;
            var book = Bits(8);
            var stages = 0;
            for (var i = 0; i < classes; i++)
            {
                var low = Bits(3);
                var high = Bits(1) == 1 ? Bits(5) : 0;
                stages += int.PopCount((high << 3) | low);
            }

            Skip(8L * stages);
            if (book >= _books.Count || _books[book].Dimensions == 0) throw Damaged("code book");
            // The decoder keeps a table of classes to the power of dimensions rows; each may not exceed the entries.
            Take((long)_books[book].Entries * (_books[book].Dimensions + 8));
        }

        // The largest whole number whose power does not exceed the entries.
        private static int Root(int entries, int dimensions)
        {
            var root = 1;
            while (Math.Pow(root + 1, dimensions) <= entries) root++;
            return root;
        }

        private void Take(long numbers)
        {
            _numbers += numbers;
            if (_numbers > MostNumbers)
                throw new BadMediaException("its code books ask for more memory than any sound needs", code: MediaFault.TooLarge);
        }

        private void Skip(long count)
        {
            _bit += count;
            if (_bit > packet.Length * 8L) throw new BadMediaException("its code book header is cut short");
        }

        private int Bits(int count)
        {
            var first = _bit;
            Skip(count);
            var value = 0;
            for (var i = 0; i < count; i++) value |= ((packet[(first + i) >> 3] >> (int)((first + i) & 7)) & 1) << i;
            return value;
        }
    }
}
