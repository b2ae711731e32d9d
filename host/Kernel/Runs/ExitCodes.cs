using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Runs;

/// <summary>The exit codes of the command line.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int BadJob = 2;
    public const int BadPlugin = 3;
    public const int RunFailed = 4;
    public const int Stopped = 130;

    /// <summary>The code for findings that kept something from starting: a bad job comes before a bad plugin or machine.</summary>
    public static int Of(FindingList findings)
    {
        var errors = findings.All.Where(reported => reported.Finding.Severity == FindingSeverity.Error).ToArray();
        if (errors.Length == 0) return Done;
        return errors.All(reported => reported.OfMachine || FindingCodes.BlamesPlugin(reported.Finding.Code)) ? BadPlugin : BadJob;
    }

    public static int Of(EngineResult result) => result switch
    {
        { Outcome: RunOutcome.Completed } => Done,
        { Outcome: RunOutcome.Stopped } => Stopped,
        { InputFindings.Count: > 0 } => BadJob,
        _ => RunFailed,
    };
}
