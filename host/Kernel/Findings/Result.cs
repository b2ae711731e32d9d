namespace PluginHost.Findings;

/// <summary>What an operation made and what it found on the way. Findings go up with results; no list is handed down to be filled.</summary>
/// <typeparam name="T">What it made.</typeparam>
/// <param name="Value">What it made; where that may be <see langword="null"/>, the findings say why.</param>
/// <param name="Findings">What it found; the caller may add to them.</param>
internal readonly record struct Result<T>(T Value, FindingList Findings);
