using System.Runtime.InteropServices;

namespace PluginHost.Media.Scores;

/// <summary>A note of a MIDI file.</summary>
/// <param name="Onset">Seconds from the start of the file, by its tempo map.</param>
/// <param name="Duration">Seconds until it is let go; to the end of the track where it never is.</param>
/// <param name="Track">Track, from 0.</param>
/// <param name="Channel">Channel, from 0; 9 is percussion in General MIDI.</param>
/// <param name="Program">Program of the channel when the note begins, from 0.</param>
/// <param name="Pitch">Key, 0 to 127; 60 is middle C.</param>
/// <param name="Velocity">1 to 127.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MidiNote(double Onset, double Duration, int Track, int Channel, int Program, int Pitch, int Velocity);
