namespace PluginHost.Instruments.Files;

/// <summary>Writes a one-track MIDI file in which a tick is a millisecond.</summary>
public sealed class MidiFile
{
    private readonly List<(int Tick, int Order, byte[] Bytes)> _events = [];

    public void Program(int tick, int channel, int bank, int program)
    {
        Add(tick, 0, (byte)(0xB0 | channel), 0, (byte)bank);
        Add(tick, 1, (byte)(0xC0 | channel), (byte)program);
    }

    public void Note(int tick, int length, int channel, int pitch, int velocity)
    {
        Add(tick, 5, (byte)(0x90 | channel), (byte)pitch, (byte)velocity);
        Add(tick + Math.Max(1, length), 4, (byte)(0x80 | channel), (byte)pitch, 0);
    }

    /// <summary>Bend in cents, with the usual range of two semitones.</summary>
    public void Bend(int tick, int channel, double cents)
    {
        var value = Math.Clamp(8192 + (int)Math.Round(cents / 200 * 8192), 0, 16383);
        Add(tick, 3, (byte)(0xE0 | channel), (byte)(value & 127), (byte)(value >> 7));
    }

    /// <summary>Stops everything that still sounds on the channel.</summary>
    public void Silence(int tick, int channel)
    {
        Bend(tick, channel, 0);
        Add(tick, 6, (byte)(0xB0 | channel), 120, 0);
    }

    /// <param name="endTick">Length of the track; the renderer plays to there.</param>
    public byte[] Encode(int endTick)
    {
        var track = new List<byte>();
        // 1000 ticks a quarter and a quarter a second: a tick is a millisecond.
        track.AddRange([0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40]);
        var now = 0;
        foreach (var item in _events.OrderBy(e => e.Tick).ThenBy(e => e.Order))
        {
            Length(track, item.Tick - now);
            track.AddRange(item.Bytes);
            now = item.Tick;
        }

        Length(track, Math.Max(0, endTick - now));
        track.AddRange([0xFF, 0x2F, 0]);
        byte[] head = [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 1000 >> 8, 1000 & 255, .. "MTrk"u8];
        return [.. head, (byte)(track.Count >> 24), (byte)(track.Count >> 16), (byte)(track.Count >> 8), (byte)track.Count, .. track];
    }

    private void Add(int tick, int order, params byte[] bytes) => _events.Add((tick, order, bytes));

    private static void Length(List<byte> track, int value)
    {
        for (var shift = 21; shift > 0; shift -= 7)
        {
            if (value >> shift > 0) track.Add((byte)(((value >> shift) & 127) | 128));
        }

        track.Add((byte)(value & 127));
    }
}
