using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;
using PluginHost.Runtimes;

namespace PluginHost.Comparisons.Cells;

/// <summary>Makes the jobs of cells and checks them as <c>validate</c> does.</summary>
internal sealed class CellJobs(HostLayout layout, SharedAssemblies shared, Comparison comparison, CellRunOptions options)
{
    private readonly JobPipeline _pipeline = new(layout, shared);

    /// <summary>What to ask the host for to run a cell.</summary>
    public RunRequest Request(ComparisonCell cell) => new()
    {
        Job = comparison.Job,
        Overrides = [.. cell.Changes.Select(change => change.Text), .. options.Overrides],
        Device = options.Device,
        PluginDirectories = options.PluginDirectories,
        ShowProgress = false,
    };

    /// <summary>
    /// Resolves the jobs of all cells. Those of <paramref name="checkedCells"/> must be valid; what a run would refuse before it trains is tried.
    /// Cells that differ in their seed alone are checked once.
    /// </summary>
    /// <param name="cells">All cells.</param>
    /// <param name="checkedCells">The cells whose faults matter.</param>
    /// <param name="isNeeded">Whether an unchecked cell's job is wanted; it is left out otherwise.</param>
    /// <param name="parts">What engines are to check; <see langword="null"/> to check jobs up to their options.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public async Task<Result<IReadOnlyList<CellJob>>> ResolveAsync(
        IReadOnlyList<ComparisonCell> cells,
        IReadOnlySet<ComparisonCell> checkedCells,
        Func<ComparisonCell, bool> isNeeded,
        CheckedParts? parts,
        CancellationToken cancellationToken)
    {
        var faults = new CellFaults(comparison);
        var reports = new Dictionary<string, RunReport>(StringComparer.Ordinal);
        var jobs = new List<CellJob>();
        foreach (var cell in cells)
        {
            var isChecked = checkedCells.Contains(cell);
            if (!isChecked && !isNeeded(cell))
            {
                jobs.Add(new CellJob(cell, null, []));
                continue;
            }

            var key = $"{isChecked}\n{string.Join('\n', Apart(cell).Select(change => change.Text))}";
            var seed = Seed(cell);
            if (seed is null || !reports.TryGetValue(key, out var report))
                reports[key] = report = await _pipeline.ValidateAsync(Request(cell), isChecked ? parts : null, null, cancellationToken);

            // A note, such as that samples were not read, holds for every cell.
            var found = report.Findings.All.Select(reported => reported.Finding).Where(finding => finding.Severity != FindingSeverity.Note);
            if (isChecked) faults.Add(cell, found);
            var job = report.Job?.DeepClone().AsObject();
            if (job is not null && seed is not null) job["seed"] = seed;
            jobs.Add(new CellJob(cell, job, report.FreePaths));
        }

        var findings = new FindingList();
        findings.AddRange(faults.Findings(checkedCells.Count));
        return new(jobs, findings);
    }

    private static IEnumerable<JobChange> Apart(ComparisonCell cell) => cell.Changes.Where(change => change.Path != "seed");

    /// <summary>The seed that the cell sets; <see langword="null"/> if it does not, or not clearly.</summary>
    private long? Seed(ComparisonCell cell) =>
        cell.Changes.LastOrDefault(change => change.Path == "seed") is { } change
        && !options.Overrides.Any(text => text.TrimStart().StartsWith("seed", StringComparison.Ordinal))
        && JsonWords.TryInteger(change.Value, out var seed) ? seed : null;
}

/// <summary>A cell with its job.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Job">The resolved job; <see langword="null"/> if it is invalid.</param>
/// <param name="FreePaths">The paths of the job at which another value changes no number.</param>
internal sealed record CellJob(ComparisonCell Cell, JsonObject? Job, IReadOnlyList<string> FreePaths);

/// <summary>How many threads the runs of a comparison compute with.</summary>
/// <param name="Asked">What the command line says; wins over the job.</param>
/// <param name="Share">
/// A run's share of the cores, where neither command line, job nor environment says anything; <see langword="null"/> if it has cores of its own.
/// </param>
internal sealed record CellThreads(int? Asked, int? Share)
{
    /// <summary>What to tell a run; <see langword="null"/> to leave it to its job or the environment.</summary>
    /// <param name="ofJob">What the job says; 0 if nothing.</param>
    public int? Of(int ofJob) => Of(ofJob, ComputeThreads.Stated);

    internal int? Of(int ofJob, int? ofEnvironment) => Asked ?? (ofJob > 0 || ofEnvironment is not null ? null : Share);
}

/// <summary>What the command line asks of every cell's run.</summary>
internal sealed record CellRunOptions
{
    public string? Device { get; init; }

    /// <summary>Further changes of every cell's job, as texts of the form <c>path=value</c>; they come last.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Plugin directories, absolute.</summary>
    public IReadOnlyList<string> PluginDirectories { get; init; } = [];
}
