using System.CommandLine;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>Options of the verbs that use what a run has learned.</summary>
internal static class UseOptions
{
    public static Option<string> Run() => new Option<string>("--run")
    {
        Description = "The folder of a complete run",
        HelpName = "dir",
        Required = true,
    }.OfPaths();

    public static Option<string> Out(string what) => new Option<string>("--out")
    {
        Description = $"The folder that {what}; it is made",
        HelpName = "dir",
        Required = true,
    }.OfPaths();

    /// <summary>The exit code of a verb that gave nothing: work that failed, such as on a full disk, is no fault of the input.</summary>
    public static int CodeOf(FindingList findings) =>
        findings.All.Any(each => each.Finding.Code is FindingCodes.ApplicationFailed or FindingCodes.ExportFailed)
            ? ExitCodes.RunFailed
            : ExitCodes.Of(findings);

    /// <summary>What is said of a run that has not come to its end; <see langword="null"/> of one that has.</summary>
    public static Finding? Incomplete(string folder, string? state) => state == RunState.Completed ? null : new()
    {
        Code = FindingCodes.RunIncomplete,
        Where = LocatedJson.DisplayName(folder),
        What = $"the run is not complete: it is {state ?? "unreadable"}",
        Expected = "a run that came to its end",
        Fix = "Continue it: dotnet host run --resume.",
    };

    /// <summary>A finding about the command line.</summary>
    public static FindingList Refusal(string where, string what, string expected)
    {
        var findings = new FindingList();
        findings.Error(FindingCodes.CommandLine, where, what, expected);
        return findings;
    }
}
