namespace PluginHost.Plugins.BssEval;

/// <summary>How well one estimate gives one reference, in decibels; positive infinity where nothing disturbs.</summary>
/// <param name="Sdr">Signal to distortion ratio.</param>
/// <param name="Sir">Signal to interference ratio.</param>
/// <param name="Sar">Signal to artefacts ratio.</param>
public sealed record SourceScores(double Sdr, double Sir, double Sar);
