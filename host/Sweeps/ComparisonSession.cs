using System.Text.Json.Nodes;
using PluginHost.Comparisons.Cells;
using PluginHost.Comparisons.Protocols;
using PluginHost.Comparisons.Running;
using PluginHost.Comparisons.Tables;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Comparisons;

/// <summary>A comparison from its file to its table.</summary>
internal sealed class ComparisonSession(HostLayout layout, SharedAssemblies shared, ComparisonRequest request) : IAsyncDisposable
{
    private Comparison? _comparison;
    private CellJobs? _jobs;
    private LoadedLauncher? _launcher;
    private IReadOnlyList<CellJob> _cells = [];
    private IReadOnlySet<ComparisonCell> _selected = new HashSet<ComparisonCell>();

    /// <summary>What was found so far.</summary>
    public FindingList Findings { get; } = new();

    public ComparisonFolder Folder { get; private set; } = new("");

    /// <summary>What is said to people when they ask for a stop.</summary>
    public string StopNotice => _launcher!.Launcher.StopNotice;

    /// <summary>Reads the file and checks the jobs of the cells asked for. Faults go into the findings, all at once.</summary>
    /// <param name="compose">Whether to check jobs as far as <c>validate</c> does.</param>
    /// <param name="tell">Told how many cells are checked.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>Whether there is anything to go on with.</returns>
    public async Task<bool> PrepareAsync(bool compose, Action<int> tell, CancellationToken cancellationToken)
    {
        if (Findings.Take(ComparisonReader.Read(request)) is not { } comparison) return false;
        var job = JobPipeline.Read(new RunRequest { Job = comparison.Job }).Value;
        var output = job?.Output;
        Folder = new ComparisonFolder(request.Output ?? Path.Combine(output ?? Path.GetDirectoryName(comparison.Job)!, comparison.Name));
        if (Findings.Take(PhaseSelection.Of(comparison, request, Folder)) is not var (phase, folder)) return false;
        (_comparison, comparison, Folder) = (phase, phase, folder);
        var cells = Findings.Take(Grid.Expand(comparison));
        foreach (var published in comparison.Published.Where(item => cells.Count > 0 && !cells.Any(cell => item.At.Fits(cell.Values))))
            Findings.Warn(FindingCodes.ComparisonValue, published.Place, "the published figures fit no cell, so they are not shown");
        _selected = Findings.Take(CellSelection.Of(comparison, cells, request.Only));
        _jobs = new CellJobs(layout, shared, comparison, request.Cells);
        if (output is null && Findings.HasErrors) return false;
        if (compose)
        {
            string[] directories = [.. request.Cells.PluginDirectories, .. job?.PluginDirectories ?? []];
            _launcher = Findings.Take(await LoadedLauncher.LoadAsync(layout, shared, comparison, directories));
        }

        tell(_selected.Count);
        var isChecked = compose ? _selected : new HashSet<ComparisonCell>();
        // Another machine may have what this one lacks, such as a GPU: jobs of its runs are tried there.
        CheckedParts? parts = !compose ? null : _launcher?.Launcher.SharesThisMachine == false ? CheckedParts.None : CheckedParts.Job;
        var jobs = await _jobs.ResolveAsync(cells, isChecked, cell => RunState.Read(Folder.Of(cell)) is not null, parts, cancellationToken);
        _cells = Findings.Take(jobs);
        return !Findings.HasErrors;
    }

    /// <summary>How far each cell has come, and whether it was asked for.</summary>
    public IReadOnlyList<(CellResult Result, bool Selected)> Inspect()
    {
        var inspector = new CellInspector(Folder, ComparisonLedger.Open(Folder));
        return [.. _cells.Select(job => (inspector.Inspect(job), _selected.Contains(job.Cell)))];
    }

    /// <summary>What tuning came to, from its cells; kept beside the folder of their runs.</summary>
    public TuningLog LogTuning()
    {
        var log = TuningLog.Of(_comparison!.Phases!, PhaseSelection.Basis(_comparison!, request), [.. Inspect().Select(pair => pair.Result)]);
        JsonFile.Write(Path.Combine(Path.GetDirectoryName(Folder.Path)!, TuningLog.FileName), log.Json);
        return log;
    }

    public ResultTable Table() => TableBuilder.Build(_comparison!, [.. Inspect().Select(pair => pair.Result)]);

    /// <summary>Runs the cells that were asked for and are not done.</summary>
    /// <returns>Whether it came to running; otherwise there are Findings.</returns>
    public async Task<bool> RunAsync(TextWriter writer, bool live, StopSignals signals)
    {
        using var claim = Folder.Claim();
        if (claim is null)
        {
            var folder = LocatedJson.DisplayName(Folder.Path);
            var fix = "Wait for it, or stop it.";
            Findings.Error(FindingCodes.ComparisonBusy, folder, "another process is running this comparison", fix: fix);
            return false;
        }

        var before = Inspect();
        RefuseChanged(before);
        if (Findings.HasErrors) return false;
        var byCell = _cells.ToDictionary(job => job.Cell);
        var open = before.Where(pair => pair.Selected && pair.Result.State != CellState.Done)
            .Select(pair => (Before: pair.Result, Job: byCell[pair.Result.Cell]))
            .ToArray();
        var done = before.Where(pair => pair.Result.State == CellState.Done).Select(pair => pair.Result.Seconds).ToArray();
        var launcher = _launcher!.Launcher;
        var parallel = request.Parallel ?? (launcher.SharesThisMachine ? 1 : null);
        var seconds = done.Where(seconds => seconds > 0);
        using var progress = new GridProgress(writer, live, done.Length, open.Length, parallel ?? open.Length, seconds);
        progress.Print($"{_cells.Count} cells: {done.Length} done, {open.Length} to run, "
            + (parallel is null ? "" : $"{parallel} at a time, ") + $"in {LocatedJson.DisplayName(Folder.Path)}");
        var launch = new GridLaunch(Folder, ComparisonLedger.Open(Folder), progress, parallel, signals);
        return await LaunchAsync(launch, launcher, open);
    }

    public ValueTask DisposeAsync() => _launcher?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>The tables of areas and of paired tests that the file asks for.</summary>
    public IEnumerable<ProtocolTable> Protocols(IReadOnlyList<CellResult> cells) => new ProtocolTables(_comparison!, cells).All();

    /// <summary>A cell's result for programs.</summary>
    public JsonNode ToJson(CellResult result)
    {
        var json = new JsonObject
        {
            ["name"] = result.Cell.Name,
            ["values"] = new JsonObject([.. result.Cell.Values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))]),
            ["state"] = result.State.ToString().ToLowerInvariant(),
            ["folder"] = result.Directory,
            ["seconds"] = Math.Round(result.Seconds, 3),
        };
        if (result.Reason is not null) json["reason"] = result.Reason;
        if (result.Metrics is not null)
            json["figures"] = new JsonObject([.. _comparison!.Figures.Select(
                figure => KeyValuePair.Create(figure.Name, (JsonNode?)MetricPath.Find(result.Metrics, figure.Path)))]);
        return json;
    }

    private async Task<bool> LaunchAsync(GridLaunch launch, ILauncher launcher, IEnumerable<(CellResult Before, CellJob Job)> cells)
    {
        var commands = new CellCommands(layout, request.Report);
        var threads = request.ThreadsOfARun(launcher.SharesThisMachine);
        try
        {
            await launch.RunAsync(launcher, [.. cells.Select(cell => (cell.Before, commands.Run(cell.Job, Folder, threads)))]);
        }
        catch (JobException exception)
        {
            var where = _comparison!.Json.Where("launcher");
            foreach (var finding in exception.Findings) Findings.Add(finding.Where.Length == 0 ? finding with { Where = where } : finding);
        }

        return !Findings.HasErrors;
    }

    // Nothing that took time to compute is dropped unasked; a run without results is put aside at once.
    private void RefuseChanged(IReadOnlyList<(CellResult Result, bool Selected)> cells)
    {
        if (request.Rerun) return;
        foreach (var (result, _) in cells.Where(pair => pair.Selected && pair.Result.State == CellState.Changed))
        {
            if (!CellInspector.IsComplete(result)) continue;
            Findings.Error(
                FindingCodes.CellChanged,
                LocatedJson.DisplayName(result.Directory),
                $"the cell '{result.Cell}' was run with another job: {result.Reason}",
                fix: "Undo the change, give the comparison another name or --output, or run such cells anew with --rerun.");
        }
    }
}
