using System.Runtime.InteropServices;

namespace PluginHost.Instruments.Scores;

/// <summary>One note: times in seconds from the start of the clip, pitch as MIDI number, velocity 1 to 127.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Note(double Onset, double Duration, int Pitch, int Velocity);
