using NAudio.Midi;

namespace PluginHost.Media.Scores;

/// <summary>Writes a one-track MIDI file in which a tick is a millisecond. Channels count from 0.</summary>
/// <remarks>
/// Events of one tick are written in an order that sounds right: program, bend, end of notes, start of notes, silence. Values outside
/// their range throw <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
public sealed class MidiTrack
{
    private const int TicksAQuarter = 1000;
    private const int MicrosecondsAQuarter = 1_000_000;
    private const MidiController AllSoundOff = (MidiController)120;

    private readonly List<(int Order, MidiEvent Event)> _events = [];

    /// <summary>Chooses bank (0 to 127) and program (0 to 127).</summary>
    public void Program(int tick, int channel, int bank, int program)
    {
        Add(0, new ControlChangeEvent(tick, channel + 1, MidiController.BankSelect, bank));
        Add(1, new PatchChangeEvent(tick, channel + 1, program));
    }

    /// <summary>Plays a note of at least one tick; pitch and velocity 0 to 127.</summary>
    public void Note(int tick, int length, int channel, int pitch, int velocity)
    {
        Add(5, new NoteEvent(tick, channel + 1, MidiCommandCode.NoteOn, pitch, velocity));
        Add(4, new NoteEvent(tick + Math.Max(1, length), channel + 1, MidiCommandCode.NoteOff, pitch, 0));
    }

    /// <summary>Bends the channel by cents, within the usual range of two semitones.</summary>
    public void Bend(int tick, int channel, double cents) => Add(
        3, new PitchWheelChangeEvent(tick, channel + 1, Math.Clamp(8192 + (int)Math.Round(cents / 200 * 8192), 0, 16383)));

    /// <summary>Takes the bend back and stops everything that still sounds on the channel.</summary>
    public void Silence(int tick, int channel)
    {
        Bend(tick, channel, 0);
        Add(6, new ControlChangeEvent(tick, channel + 1, AllSoundOff, 0));
    }

    /// <summary>The bytes of the file.</summary>
    /// <param name="endTick">Length of the track; a renderer plays to there.</param>
    public byte[] Encode(int endTick)
    {
        var track = new List<MidiEvent> { new TempoEvent(MicrosecondsAQuarter, 0) };
        track.AddRange(_events.OrderBy(item => item.Event.AbsoluteTime).ThenBy(item => item.Order).Select(item => item.Event));
        track.Add(new MetaEvent(MetaEventType.EndTrack, 0, Math.Max(endTick, track[^1].AbsoluteTime)));
        var events = new MidiEventCollection(0, TicksAQuarter);
        events.AddTrack(track);
        using var stream = new MemoryStream();
        NAudio.Midi.MidiFile.Export(stream, events);
        return stream.ToArray();
    }

    private void Add(int order, MidiEvent item) => _events.Add((order, item));
}
