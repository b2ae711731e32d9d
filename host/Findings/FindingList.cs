using PluginHost.Contracts;

namespace PluginHost.Findings;

/// <summary>
/// Collects findings so that all of them are reported at once. Keeps texts only, never exceptions, which would hold plugins in memory.
/// </summary>
internal sealed class FindingList
{
    private readonly List<ReportedFinding> _all = [];

    public IReadOnlyList<ReportedFinding> All => _all;

    public bool HasErrors => _all.Exists(reported => reported.Finding.Severity == FindingSeverity.Error);

    public int ErrorCount => _all.Count(reported => reported.Finding.Severity == FindingSeverity.Error);

    public void Add(Finding finding, string? trace = null)
    {
        if (!_all.Exists(known => known.Finding == finding)) _all.Add(new ReportedFinding(finding, trace));
    }

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings) Add(finding);
    }

    public void AddRange(FindingList other)
    {
        foreach (var reported in other._all) Add(reported.Finding, reported.Trace);
    }

    public void Error(string code, string where, string what, string? expected = null, string? fix = null, Exception? cause = null) =>
        Add(new Finding { Code = code, Where = where, What = what, Expected = expected, Fix = fix }, cause?.ToString());

    public void Warn(string code, string where, string what, string? expected = null, string? fix = null) =>
        Add(new Finding { Code = code, Severity = FindingSeverity.Warning, Where = where, What = what, Expected = expected, Fix = fix });
}
