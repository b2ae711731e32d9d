using PluginHost.Contracts;

namespace PluginHost.Findings;

/// <summary>A finding and where it came from.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Trace">If an exception led to it, that exception's text for <c>--verbose</c>.</param>
/// <param name="OfMachine">Whether a shared runtime of this machine is at fault, neither the job nor a plugin.</param>
internal sealed record ReportedFinding(Finding Finding, string? Trace, bool OfMachine = false);
