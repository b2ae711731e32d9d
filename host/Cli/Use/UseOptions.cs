using System.CommandLine;
using PluginHost.Findings;
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

    public static Option<int?> Example(string what) => new("--example")
    {
        Description = $"Use the run's own {what} of that number, counted from 0, in place of --input",
        HelpName = "n",
    };

    /// <summary>The exit code of a verb that gave nothing: work that failed, such as on a full disk, is no fault of the input.</summary>
    public static int CodeOf(FindingList findings) =>
        findings.All.Any(each => each.Finding.Code is FindingCodes.ApplicationFailed or FindingCodes.ExportFailed)
            ? ExitCodes.RunFailed
            : ExitCodes.Of(findings);

    /// <summary>A finding about the command line.</summary>
    public static FindingList Refusal(string where, string what, string expected)
    {
        var findings = new FindingList();
        findings.Error(FindingCodes.CommandLine, where, what, expected);
        return findings;
    }
}
