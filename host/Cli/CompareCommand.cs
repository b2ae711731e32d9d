using System.CommandLine;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Cells;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runs;
using PluginHost.Runtimes;

namespace PluginHost.Cli;

/// <summary><c>compare FILE</c>.</summary>
internal static class CompareCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host compare comparisons/small/table-1.json --dry-run",
        "dotnet host compare comparisons/small/table-1.json --parallel 2",
        "dotnet host compare comparisons/small/table-1.json --only separator=iquery --only seed=0",
        "dotnet host compare comparisons/small/table-1.json --launcher slurm --launcher-set time=30:00",
        "dotnet host compare comparisons/small/table-1.json --table",
    ];

    private const string Description =
        "Runs a grid of jobs and tabulates it. A comparison file names one base job, the axes that vary (any option path of the job), "
        + "what to tabulate and, beside it, what others published; comparisons/README.md explains it. Complete runs are kept and not "
        + "repeated, broken ones are resumed, and a failed one does not stop the others (exit code 4 at the end). Results: table.csv, "
        + "table.md, table.html, table.json, cells.csv and report/index.html in the comparison's folder, and a run folder per cell.";

    public static Command Create(CliEnvironment environment)
    {
        var file = new Argument<string>("file") { Description = "The comparison file" }.OfPaths();
        var parallel = new Option<int?>("--parallel")
        {
            Description = "How many runs go on at the same time; default is 1 on this machine, and on a cluster what it lets run",
            HelpName = "n",
        };
        var launcher = new Option<string?>("--launcher")
        {
            Description = "What carries out the runs: local (processes of this machine) or a plugin's, such as slurm; default is the file's",
            HelpName = "name",
        };
        var launcherSet = new Option<string[]>("--launcher-set")
        {
            Description = "Set an option of the launcher: path=value, such as time=2:00:00; repeatable",
            HelpName = "path=value",
            DefaultValueFactory = _ => [],
        };
        var threads = new Option<int?>("--threads")
        {
            Description = $"Compute threads of a run; wins over its job's, then {ComputeThreads.Variable}, then a share of the cores",
            HelpName = "n",
        };
        parallel.Validators.Add(result => AtLeastOne(result, result.GetValue(parallel)));
        threads.Validators.Add(result => AtLeastOne(result, result.GetValue(threads)));
        var only = new Option<string[]>("--only")
        {
            Description = "Run a part of the grid; repeatable: any of the values of one axis, all of the axes named",
            HelpName = "axis=value",
            DefaultValueFactory = _ => [],
        };
        var dry = new Option<bool>("--dry-run") { Description = "Check everything, print the cells and run nothing" };
        var table = new Option<bool>("--table") { Description = "Write the table from what is complete and run nothing" };
        var rerun = new Option<bool>("--rerun")
        {
            Description = "Run complete cells anew whose job has changed since; the earlier runs are kept as CELL.old-1, ...",
        };
        var output = new Option<string?>("--output")
        {
            Description = "The comparison's folder; default is runs/<name> beside the base job",
            HelpName = "dir",
        }.OfPaths();
        var noReport = CommonOptions.NoReport();
        noReport.Description = "Leave report/index.html out, of the comparison and of its runs";
        var set = CommonOptions.Set();
        set.Description = "Change a value of every cell's job, after the comparison's own changes: path=value; repeatable";
        var device = CommonOptions.Device();
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("compare", Description)
        {
            file, parallel, threads, only, dry, table, rerun, output, noReport, launcher, launcherSet, set, device, plugins, json, verbose,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new ComparisonRequest
            {
                File = parsed.GetValue(file)!,
                Only = parsed.GetValue(only) ?? [],
                Parallel = parsed.GetValue(parallel),
                Threads = parsed.GetValue(threads),
                Output = parsed.GetValue(output) is { } folder ? PathInput.Full(folder) : null,
                Rerun = parsed.GetValue(rerun),
                Report = !parsed.GetValue(noReport),
                Launcher = parsed.GetValue(launcher),
                LauncherOptions = parsed.GetValue(launcherSet) ?? [],
                Cells = new CellRunOptions
                {
                    Device = parsed.GetValue(device),
                    Overrides = parsed.GetValue(set) ?? [],
                    PluginDirectories = CommonOptions.PluginDirectories(parsed, plugins),
                },
            };
            var printer = parsed.GetValue(json) ? null : new FindingPrinter(environment.Error, parsed.GetValue(verbose));
            try
            {
                return await CompareAsync(environment, request, printer, parsed.GetValue(table), parsed.GetValue(dry), cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                var findings = new FindingList();
                findings.Error(
                    FindingCodes.ComparisonFiles,
                    request.Output is { } place ? LocatedJson.DisplayName(place) : request.File,
                    $"the comparison stopped at a file: {exception.Message}",
                    fix: "Make room on the disk, or let the folder be written to; the same command goes on where this one stopped.");
                (printer ?? new FindingPrinter(environment.Error, verbose: false)).PrintNew(findings);
                return ExitCodes.RunFailed;
            }
        });
        return command;
    }

    private static Task<int> CompareAsync(
        CliEnvironment environment, ComparisonRequest request, FindingPrinter? printer, bool table, bool dry, CancellationToken cancellationToken)
    {
        if (TwoPhaseAction.Fits(request.File))
        {
            var phases = new TwoPhaseAction(environment, request, printer);
            return table ? phases.WriteTableAsync() : dry ? phases.ListCellsAsync(cancellationToken) : phases.RunAsync(cancellationToken);
        }

        var action = new CompareAction(environment, request, printer);
        return table ? action.WriteTableAsync() : dry ? action.ListCellsAsync(cancellationToken) : action.RunAsync(cancellationToken);
    }

    private static void AtLeastOne(System.CommandLine.Parsing.OptionResult result, int? number)
    {
        if (number < 1) result.AddError($"'{result.IdentifierToken?.Value}' takes a whole number from 1, not {number}.");
    }
}
