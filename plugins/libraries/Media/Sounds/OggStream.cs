using System.Buffers.Binary;

namespace PluginHost.Media.Sounds;

/// <summary>
/// The packets of the one sound stream in an Ogg file (RFC 3533). Every page's checksum is checked, so that decoders see only what was
/// written. No package for the pages of Opus is at hand.
/// </summary>
internal sealed class OggStream
{
    private const int HeadLength = 27;
    private static readonly uint[] Table = MakeTable();

    private readonly List<byte[]> _packets = [];
    private readonly List<long> _positions = [];
    private readonly List<byte> _open = [];
    private uint _next;
    private bool _continues;

    private OggStream()
    {
    }

    /// <summary>The packets in order, headers first.</summary>
    public IReadOnlyList<byte[]> Packets => _packets;

    /// <summary>For every packet: the granule position of the page on which it ends, if it is the last one to end there; else -1.</summary>
    public IReadOnlyList<long> Positions => _positions;

    /// <summary>Reads the stream that begins with a magic word; streams of other codecs are passed over.</summary>
    /// <exception cref="BadMediaException">A page is damaged or missing, the last packet goes on behind the end, or there is more than one such
    /// stream.</exception>
    public static OggStream Read(byte[] bytes, ReadOnlySpan<byte> magic)
    {
        var (stream, serial, ended) = ((OggStream?)null, 0u, false);
        for (var at = 0; at < bytes.Length;)
        {
            var page = Page(bytes, at);
            var body = HeadLength + page[26];
            var number = BinaryPrimitives.ReadUInt32LittleEndian(page[14..]);
            if ((page[5] & 2) != 0 && page[body..].StartsWith(magic))
            {
                if (stream is not null)
                    throw new BadMediaException("it holds several sounds one after the other",
                        "Take them apart: ffmpeg -i FILE -c:a pcm_s16le sound.wav.");
                (stream, serial) = (new OggStream { _next = BinaryPrimitives.ReadUInt32LittleEndian(page[18..]) }, number);
            }

            if (stream is not null && number == serial)
            {
                if (ended) throw new BadMediaException("pages follow behind its end");
                stream.Add(page, at);
                ended = (page[5] & 4) != 0;
            }

            at += page.Length;
        }

        if (stream is null) throw new BadMediaException("its first page is damaged");
        // Encoders of old leave the mark of the last page out (some 520 of KLettres' sounds): whole packets are whole all the same.
        return ended || !stream._continues ? stream : throw new BadMediaException("it is cut short: its last page is missing",
            "Fetch it again, or keep what is there: ffmpeg -i FILE -c copy whole.ogg.");
    }

    private static ReadOnlySpan<byte> Page(byte[] bytes, int at)
    {
        var rest = bytes.AsSpan(at);
        if (!rest.StartsWith("OggS"u8) && rest.Length >= 4) throw new BadMediaException($"its page at byte {at} is damaged");
        if (rest.Length < HeadLength || rest.Length < HeadLength + rest[26]) throw CutShort(at);
        var length = HeadLength + rest[26];
        foreach (var segment in rest.Slice(HeadLength, rest[26])) length += segment;
        if (rest.Length < length) throw CutShort(at);
        var page = rest[..length];
        if (page[4] != 0 || Checksum(page) != BinaryPrimitives.ReadUInt32LittleEndian(page[22..]))
            throw new BadMediaException($"its page at byte {at} is damaged (checksum)");
        return page;
    }

    private static BadMediaException CutShort(int at) => new($"it is cut short: its page at byte {at} is not whole");

    private void Add(ReadOnlySpan<byte> page, int at)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(page[18..]) != _next++)
            throw new BadMediaException($"a page before byte {at} is missing");
        if (_continues != ((page[5] & 1) != 0))
            throw new BadMediaException($"its page at byte {at} does not go on where the one before ended");
        var place = HeadLength + page[26];
        foreach (var segment in page.Slice(HeadLength, page[26]))
        {
            _open.AddRange(page.Slice(place, segment));
            place += segment;
            _continues = segment == 255;
            if (_continues) continue;
            _packets.Add([.. _open]);
            _positions.Add(-1);
            _open.Clear();
        }

        var position = BinaryPrimitives.ReadInt64LittleEndian(page[6..]);
        if (position >= 0 && _positions.Count > 0) _positions[^1] = position;
    }

    // CRC-32 with the polynomial 0x04C11DB7, not reflected, over the page with its checksum field as zeros.
    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        var crc = 0u;
        for (var i = 0; i < page.Length; i++)
        {
            var value = i is >= 22 and < 26 ? 0u : page[i];
            crc = (crc << 8) ^ Table[(crc >> 24) ^ value];
        }

        return crc;
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i << 24;
            for (var bit = 0; bit < 8; bit++) crc = (crc << 1) ^ ((crc >> 31) * 0x04C11DB7u);
            table[i] = crc;
        }

        return table;
    }
}
