using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Cli;

/// <summary>Writes findings for people, one line each where it fits.</summary>
internal sealed class FindingPrinter(TextWriter writer, bool verbose)
{
    private const int LineWidth = 140;
    private readonly HashSet<Finding> _printed = [];

    /// <summary>Writes the findings that were not written yet.</summary>
    public void PrintNew(FindingList findings)
    {
        foreach (var reported in findings.All)
        {
            if (_printed.Add(reported.Finding)) Print(reported);
        }
    }

    private void Print(ReportedFinding reported)
    {
        var finding = reported.Finding;
        var where = finding.Where.Length == 0 ? "" : finding.Where.EndsWith(':') ? finding.Where + " " : finding.Where + ": ";
        var line = $"{finding.Severity.ToString().ToLowerInvariant()} {finding.Code} {where}{finding.What}";
        var expected = finding.Expected is null ? "" : $"; expected {finding.Expected}";
        var end = line.EndsWith('.') || line.EndsWith('?') ? "" : ".";
        var tail = expected + end + (finding.Fix is null ? "" : $" {finding.Fix}");
        if (line.Length + tail.Length <= LineWidth)
        {
            writer.WriteLine(line + tail);
        }
        else
        {
            writer.WriteLine(line);
            if (finding.Expected is not null) writer.WriteLine($"    expected: {finding.Expected}");
            if (finding.Fix is not null) writer.WriteLine($"    fix: {finding.Fix}");
        }

        if (verbose && reported.Trace is not null) writer.WriteLine(reported.Trace);
    }
}
