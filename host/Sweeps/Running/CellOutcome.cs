namespace PluginHost.Comparisons.Running;

/// <summary>How the execution of a cell ended.</summary>
/// <param name="Elapsed">Its wall time.</param>
/// <param name="Failure">Why it failed; <see langword="null"/> if it did not.</param>
/// <param name="Stopped">Whether it was broken off by a request to stop.</param>
internal sealed record CellOutcome(TimeSpan Elapsed, string? Failure, bool Stopped);
