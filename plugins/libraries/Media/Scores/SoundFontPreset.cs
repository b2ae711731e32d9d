namespace PluginHost.Media.Scores;

/// <summary>A preset of a SoundFont.</summary>
/// <param name="Name">Up to 20 characters.</param>
/// <param name="Bank">MIDI bank; 128 is percussion.</param>
/// <param name="Program">MIDI program, from 0.</param>
public sealed record SoundFontPreset(string Name, int Bank, int Program);
