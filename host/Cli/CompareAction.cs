using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Protocols;
using PluginHost.Comparisons.Running;
using PluginHost.Comparisons.Tables;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Reports;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>Carries out <c>compare</c> and shows what became of it.</summary>
internal sealed class CompareAction(CliEnvironment environment, ComparisonRequest request, FindingPrinter? printer)
{
    private bool IsJson => printer is null;

    // With --json, standard output belongs to the result alone.
    private TextWriter Notices => IsJson ? environment.Error : environment.Output;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var session = Session();
        if (!await session.PrepareAsync(compose: true, Checking, cancellationToken)) return Refused(session);
        printer?.PrintNew(session.Findings);
        var live = IsJson ? environment.Error == Console.Error && !Console.IsErrorRedirected
            : environment.Output == Console.Out && !Console.IsOutputRedirected;
        bool stopped;
        using (var signals = new StopSignals(environment.Error.WriteLine, session.StopNotice, cancellationToken))
        {
            if (!await session.RunAsync(Notices, live, signals)) return Refused(session);
            stopped = signals.Stop.IsCancellationRequested;
        }

        var states = session.Inspect();
        var failed = states.Any(pair => pair is { Selected: true, Result.State: CellState.Failed });
        var code = stopped ? ExitCodes.Stopped : failed ? ExitCodes.RunFailed : ExitCodes.Done;
        Show(session, code);
        if (stopped)
            await environment.Error.WriteLineAsync("Stopped; the same command goes on where it was.");
        return code;
    }

    public async Task<int> WriteTableAsync()
    {
        await using var session = Session();
        if (!await session.PrepareAsync(compose: false, _ => { }, CancellationToken.None)) return Refused(session);
        Show(session, ExitCodes.Done);
        return ExitCodes.Done;
    }

    public async Task<int> ListCellsAsync(CancellationToken cancellationToken)
    {
        await using var session = Session();
        if (!await session.PrepareAsync(compose: true, Checking, cancellationToken)) return Refused(session);
        printer?.PrintNew(session.Findings);
        var cells = session.Inspect().Where(pair => pair.Selected).Select(pair => pair.Result).ToArray();
        if (IsJson)
        {
            environment.WriteJson(Json(session, ExitCodes.Done, cells));
            return ExitCodes.Done;
        }

        TextTable.Write(
            environment.Output,
            ["cell", "state", "folder"],
            [.. cells.Select(cell => new[] { cell.Cell.Name, StateName(cell.State), cell.Cell.Folder })]);
        var done = cells.Count(cell => cell.State == CellState.Done);
        await environment.Output.WriteLineAsync(
            $"\n{cells.Length} cells, {done} done, in {LocatedJson.DisplayName(session.Folder.Path)}");
        return ExitCodes.Done;
    }

    private ComparisonSession Session() => new(environment.Layout, environment.Shared, request);

    private void Checking(int cells) => Notices.WriteLine($"Checking the jobs of {cells} cells ...");

    private void Show(ComparisonSession session, int code)
    {
        var table = session.Table();
        TableFiles.Write(table, session.Folder);
        var page = request.Report ? session.Findings.Take(Report.WriteAtEnd(session.Folder.Path)) : null;
        printer?.PrintNew(session.Findings);
        if (request.Phase == ComparisonPhase.Tuning) session.LogTuning();
        if (IsJson)
        {
            environment.WriteJson(Json(session, code, table.Cells));
            return;
        }

        ConsoleTable.Write(table, environment.Output);
        var folder = LocatedJson.DisplayName(session.Folder.Path);
        environment.Output.WriteLine($"Written: {string.Join(", ", TableFiles.Names.Select(name => Path.Combine(folder, name)))}");
        if (page is not null) environment.Output.WriteLine($"Report: {LocatedJson.DisplayName(page)}");
    }

    private int Refused(ComparisonSession session)
    {
        var findings = session.Findings;
        var code = ExitCodes.Of(findings);
        if (IsJson) environment.WriteJson(new JsonObject { ["exitCode"] = code, ["findings"] = findings.ToJson() });
        else
        {
            printer!.PrintNew(findings);
            environment.Error.WriteLine(
                $"{findings.ErrorCount} error{(findings.ErrorCount == 1 ? "" : "s")} in {request.File}; nothing was run.");
        }

        return code;
    }

    private JsonObject Json(ComparisonSession session, int code, IReadOnlyList<CellResult> cells) => new()
    {
        ["exitCode"] = code,
        ["directory"] = session.Folder.Path,
        ["findings"] = session.Findings.ToJson(),
        ["cells"] = new JsonArray([.. cells.Select(cell => session.ToJson(cell))]),
        ["tables"] = ProtocolText.Json(session.Protocols(cells)),
    };

    private static string StateName(CellState state) => state.ToString().ToLowerInvariant();
}
