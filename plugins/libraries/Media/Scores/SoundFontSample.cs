namespace PluginHost.Media.Scores;

/// <summary>A recorded sample of a SoundFont; places count samples of the whole sound data.</summary>
/// <param name="Name">Up to 20 characters.</param>
/// <param name="Rate">Samples a second, in hertz.</param>
/// <param name="Start">First sample.</param>
/// <param name="End">First sample behind it.</param>
/// <param name="LoopStart">First sample of the part that is repeated while a key is held.</param>
/// <param name="LoopEnd">First sample behind that part.</param>
/// <param name="Pitch">Key that was recorded, 0 to 127; 60 is middle C.</param>
public sealed record SoundFontSample(string Name, long Rate, long Start, long End, long LoopStart, long LoopEnd, int Pitch);
