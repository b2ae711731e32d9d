using System.Runtime.InteropServices;

namespace PluginHost.Instruments.Scores;

/// <summary>What is played in a clip. Sound and picture are both made from it and from nothing else.</summary>
public sealed class Score
{
    public Score(double seconds, double bpm, IReadOnlyList<Note> notes)
    {
        Seconds = seconds;
        Bpm = bpm;
        Notes = notes;
        var onsets = new List<double>();
        foreach (var note in notes)
        {
            if (onsets.Count == 0 || note.Onset - onsets[^1] > 0.05) onsets.Add(note.Onset);
        }

        Onsets = onsets;
    }

    public double Seconds { get; }

    public double Bpm { get; }

    /// <summary>Ordered by onset.</summary>
    public IReadOnlyList<Note> Notes { get; }

    /// <summary>Start times of notes, the notes of one chord or strum counted once.</summary>
    public IReadOnlyList<double> Onsets { get; }
}

/// <summary>One note: times in seconds from the start of the clip, pitch as MIDI number, velocity 1 to 127.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Note(double Onset, double Duration, int Pitch, int Velocity);
