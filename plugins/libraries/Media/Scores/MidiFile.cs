using NAudio.Midi;
using PluginHost.Contracts;
using PluginHost.Media.Content;

namespace PluginHost.Media.Scores;

/// <summary>Reads the notes of standard MIDI files (by NAudio). Any thread may call it.</summary>
public static class MidiFile
{
    private const double DefaultQuarter = 0.5;

    /// <summary>Reads all notes of a file, by onset.</summary>
    /// <param name="file">Path of the file.</param>
    /// <exception cref="JobException">One finding: the file, what it is by its content, what is wrong, and the way out.</exception>
    public static IReadOnlyList<MidiNote> Read(string file) => Decode(MediaBytes.Of(file, "a MIDI file"), file);

    /// <summary>Reads all notes of a file's bytes, by onset.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in a finding.</param>
    /// <exception cref="JobException">As for <see cref="Read"/>.</exception>
    public static IReadOnlyList<MidiNote> Decode(byte[] bytes, string name)
    {
        var content = FileContent.Recognise(bytes.AsSpan(0, Math.Min(bytes.Length, FileContent.HeadLength)), name);
        return content.Kind == ContentKind.Midi
            ? MediaFault.Guard(name, "a MIDI file", () => Notes(bytes))
            : throw MediaFault.Of(MediaFault.Foreign, name, $"is {content.Description}, not a MIDI file", content.Fix);
    }

    private static List<MidiNote> Notes(byte[] bytes)
    {
        MidiBytes.Check(bytes);
        using var stream = new MemoryStream(bytes, writable: false);
        var events = new NAudio.Midi.MidiFile(stream, strictChecking: false).Events;
        var time = TempoMap(events);
        var notes = new List<MidiNote>();
        for (var track = 0; track < events.Tracks; track++)
        {
            var programs = new int[16];
            var end = events[track].Count > 0 ? events[track][^1].AbsoluteTime : 0;
            foreach (var item in events[track])
            {
                if (item is PatchChangeEvent patch) programs[patch.Channel - 1] = patch.Patch;
                if (item is not NoteOnEvent { Velocity: > 0 } note) continue;
                var onset = time(note.AbsoluteTime);
                var off = time(note.OffEvent?.AbsoluteTime ?? end);
                notes.Add(new MidiNote(onset, off - onset, track, note.Channel - 1, programs[note.Channel - 1], note.NoteNumber,
                    note.Velocity));
            }
        }

        return [.. notes.OrderBy(note => note.Onset)];
    }

    // Seconds of a tick. A negative division counts frames of SMPTE time and parts of them, whatever the tempo.
    private static Func<long, double> TempoMap(MidiEventCollection events)
    {
        var division = events.DeltaTicksPerQuarterNote;
        if (division == 0) throw new BadMediaException("its header names 0 ticks to a quarter note");
        if ((division & 0x8000) != 0)
        {
            var (frames, parts) = (256 - (division >> 8), division & 255);
            if (parts == 0) throw new BadMediaException("its header names 0 ticks to a frame");
            return tick => tick / ((double)frames * parts);
        }

        var steps = new List<(long Tick, double Seconds, double ATick)> { (0, 0, DefaultQuarter / division) };
        foreach (var tempo in events.SelectMany(track => track).OfType<TempoEvent>().OrderBy(tempo => tempo.AbsoluteTime))
        {
            var last = steps[^1];
            var at = last.Seconds + ((tempo.AbsoluteTime - last.Tick) * last.ATick);
            steps.Add((tempo.AbsoluteTime, at, tempo.MicrosecondsPerQuarterNote / 1e6 / division));
        }

        return tick =>
        {
            var (low, high) = (0, steps.Count - 1);
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                if (steps[middle].Tick <= tick) low = middle;
                else high = middle - 1;
            }

            return steps[low].Seconds + ((tick - steps[low].Tick) * steps[low].ATick);
        };
    }
}
