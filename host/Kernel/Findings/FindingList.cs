using System.Text.Json.Nodes;
using PluginHost.Contracts;

namespace PluginHost.Findings;

/// <summary>A finding and where it came from.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Trace">If an exception led to it, that exception's text for <c>--verbose</c>.</param>
/// <param name="OfMachine">Whether a shared runtime of this machine is at fault, neither the job nor a plugin.</param>
internal sealed record ReportedFinding(Finding Finding, string? Trace, bool OfMachine = false);

/// <summary>
/// Findings, gathered so that all of them are reported at once. Keeps texts only, never exceptions, which would hold plugins in memory.
/// </summary>
internal sealed class FindingList
{
    private readonly List<ReportedFinding> _all = [];

    public IReadOnlyList<ReportedFinding> All => _all;

    public bool HasErrors => _all.Exists(reported => reported.Finding.Severity == FindingSeverity.Error);

    public int ErrorCount => _all.Count(reported => reported.Finding.Severity == FindingSeverity.Error);

    public void Add(Finding finding, string? trace = null) => Add(new ReportedFinding(finding, trace));

    public void Add(ReportedFinding reported)
    {
        if (!_all.Exists(known => known.Finding == reported.Finding)) _all.Add(reported);
    }

    public void AddRange(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings) Add(finding);
    }

    /// <summary>Adds what an operation found and gives what it made.</summary>
    public T Take<T>(Result<T> result)
    {
        AddRange(result.Findings);
        return result.Value;
    }

    public void AddRange(FindingList other)
    {
        foreach (var reported in other._all) Add(reported);
    }

    /// <summary>
    /// Adds what was found while a plugin was looked at outside of any job: what is wrong with it and, as warnings, with the machine. What
    /// its job would lack is left out, as there is none.
    /// </summary>
    public void AddOfProbe(FindingList probe)
    {
        foreach (var reported in probe._all)
        {
            if (reported.OfMachine) AddMachine(reported.Finding with { Severity = FindingSeverity.Warning }, reported.Trace);
            else if (FindingCodes.BlamesPlugin(reported.Finding.Code)) Add(reported);
        }
    }

    /// <summary>Adds what a shared runtime of this machine found.</summary>
    public void AddMachine(Finding finding, string? trace = null) => Add(new ReportedFinding(finding, trace, OfMachine: true));

    /// <summary>The findings as programs read them.</summary>
    public JsonArray ToJson() => new([.. _all.Select(reported => ToJson(reported.Finding))]);

    public void Error(string code, string where, string what, string? expected = null, string? fix = null, Exception? cause = null) =>
        Add(new Finding { Code = code, Where = where, What = what, Expected = expected, Fix = fix }, cause?.ToString());

    public void Warn(string code, string where, string what, string? expected = null, string? fix = null) =>
        Add(new Finding { Code = code, Severity = FindingSeverity.Warning, Where = where, What = what, Expected = expected, Fix = fix });

    public void MachineError(
        string code,
        string where,
        string what,
        string? expected = null,
        string? fix = null,
        Exception? cause = null) =>
        AddMachine(new Finding { Code = code, Where = where, What = what, Expected = expected, Fix = fix }, cause?.ToString());

    private static JsonNode ToJson(Finding finding)
    {
        var json = new JsonObject
        {
            ["code"] = finding.Code,
            ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
            ["where"] = finding.Where,
            ["what"] = finding.What,
        };
        if (finding.Expected is not null) json["expected"] = finding.Expected;
        if (finding.Fix is not null) json["fix"] = finding.Fix;
        return json;
    }
}
