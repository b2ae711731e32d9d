using PluginHost.Comparisons;
using PluginHost.Comparisons.Protocols;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>Carries out <c>compare</c> of a file with tuning and evaluation: the tuning half, its log, then the evaluation half.</summary>
internal sealed class TwoPhaseAction(CliEnvironment environment, ComparisonRequest request, FindingPrinter? printer)
{
    /// <summary>Whether a comparison file has two phases. Faults of the file are told when it is read in earnest.</summary>
    public static bool Fits(string file) =>
        File.Exists(file) && LocatedJson.Read(Path.GetFullPath(file), "", "").Value?.Root is { } root
        && (root.ContainsKey("tuning") || root.ContainsKey("evaluation"));

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var code = await Phase(ComparisonPhase.Tuning).RunAsync(cancellationToken);
        // A configuration that fails is logged as such; the others decide.
        if (code is not (ExitCodes.Done or ExitCodes.RunFailed)) return code;
        return await Phase(ComparisonPhase.Evaluation).RunAsync(cancellationToken);
    }

    public async Task<int> WriteTableAsync()
    {
        var code = await Phase(ComparisonPhase.Tuning).WriteTableAsync();
        return code == ExitCodes.Done ? await Phase(ComparisonPhase.Evaluation).WriteTableAsync() : code;
    }

    // What the evaluation half runs is known when the tuning half has run.
    public Task<int> ListCellsAsync(CancellationToken cancellationToken) => Phase(ComparisonPhase.Tuning).ListCellsAsync(cancellationToken);

    private CompareAction Phase(ComparisonPhase phase) => new(environment, request with { Phase = phase }, printer);
}
