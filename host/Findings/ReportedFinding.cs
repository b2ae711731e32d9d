using PluginHost.Contracts;

namespace PluginHost.Findings;

/// <summary>A finding and, if an exception led to it, that exception's text for <c>--verbose</c>.</summary>
internal sealed record ReportedFinding(Finding Finding, string? Trace);
