using PluginHost.Instruments.Scores;
using PluginHost.Media.Scores;

namespace PluginHost.Plugins.DatasetSoundfont.Building;

/// <summary>Writes a score into a MIDI file with its class's articulation: repeats of held notes (pipa), bends (erhu, guzheng).</summary>
internal static class ScoreMidi
{
    private const int BendSteps = 10;

    public static void Write(MidiTrack midi, int offset, Score score, ScoreStyle style, ClipPlan plan)
    {
        var channel = style.Percussion ? 9 : 0;
        midi.Program(offset, channel, style.Percussion ? 0 : plan.Preset.Bank, plan.Preset.Program);
        foreach (var note in score.Notes)
        {
            var start = offset + Milliseconds(note.Onset);
            var end = offset + Milliseconds(Math.Min(note.Onset + note.Duration, score.Seconds));
            if (end <= start) continue;
            if (style.Bend != 0) Bend(midi, start, end, channel, style.Bend);
            Play(midi, start, end, channel, note with { Pitch = note.Pitch + plan.Shift }, style.Tremolo);
        }

        midi.Silence(offset + Milliseconds(score.Seconds) + 40, channel);
    }

    private static void Play(MidiTrack midi, int start, int end, int channel, in Note note, double tremolo)
    {
        var plucks = tremolo > 0 ? Math.Max(1, (int)((end - start) / 1000.0 * tremolo)) : 1;
        for (var i = 0; i < plucks; i++)
        {
            var (from, to) = (start + ((end - start) * i / plucks), start + ((end - start) * (i + 1) / plucks));
            midi.Note(from, to - from - (plucks > 1 ? 2 : 0), channel, note.Pitch, i == 0 ? note.Velocity : note.Velocity * 4 / 5);
        }
    }

    // Below 0: a glide into the note from below. Above 0: the string is pressed and let go within the note.
    private static void Bend(MidiTrack midi, int start, int end, int channel, double cents)
    {
        var span = cents < 0 ? Math.Min(100, end - start) : Math.Min(350, end - start);
        for (var i = 0; i <= BendSteps; i++)
        {
            var place = i / (double)BendSteps;
            var value = cents < 0 ? cents * Math.Pow(1 - place, 2) : cents * Math.Pow(Math.Sin(Math.PI * place), 2);
            midi.Bend(start + (int)(span * place * 0.98), channel, value);
        }
    }

    private static int Milliseconds(double seconds) => (int)Math.Round(1000 * seconds);
}
