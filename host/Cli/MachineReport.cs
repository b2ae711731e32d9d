using System.Runtime.InteropServices;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Pipeline;
using PluginHost.Runs;
using PluginHost.Runtimes;
using PluginHost.Trust;
using PluginHost.Verification;

namespace PluginHost.Cli;

/// <summary>What <c>doctor</c> reports: the host's own state, the shared runtimes', then every diagnostic of every plugin.</summary>
/// <param name="layout">Where the parts of the installation are.</param>
/// <param name="shared">The shared set.</param>
/// <param name="threads">The compute threads that the command line asks for; 0 if none.</param>
internal sealed class MachineReport(HostLayout layout, SharedAssemblies shared, int threads)
{
    public async Task<Result<IReadOnlyList<Diagnosis>>> CreateAsync(IReadOnlyList<string> directories, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var pipeline = new JobPipeline(layout, shared);
        var catalog = pipeline.Discover(directories, Environment.CurrentDirectory);
        findings.AddRange(catalog.Findings);
        new PluginVerification(shared, findings.Take(TrustPolicy.Read(layout, Environment.CurrentDirectory))).VerifyAll(catalog);
        foreach (var plugin in catalog.All) findings.AddRange(plugin.Findings);
        var report = new List<Diagnosis>(OfHost(catalog));
        var diagnostics = catalog.Usable
            .Where(plugin => plugin.Folder.State == PluginState.Verified)
            .GroupBy(plugin => plugin.Manifest.Id)
            .Select(versions => versions.MaxBy(plugin => plugin.Manifest.Version))
            .SelectMany(plugin => plugin.Manifest.Provides
                .Where(component => component.Kind == "diagnostic")
                .Select(component => (plugin.Manifest.Id, plugin.Manifest.Version, component)));
        var job = ComponentJob.Of(diagnostics, threads);
        using var loaded = findings.Take(pipeline.Prepare(job, catalog));
        foreach (var runtime in pipeline.Runtimes.Make(ComputeThreads.Of(threads)))
            report.AddRange(findings.Take(runtime.Diagnose(cancellationToken)));
        var context = RunContext.For(job, Environment.CurrentDirectory, resume: false, showProgress: false);
        await using var living = findings.Take(JobPipeline.Compose(loaded, context, new RunEventDispatcher((_, _) => { })));
        foreach (var component in living.Components) report.AddRange(findings.Take(Diagnose(component, cancellationToken)));
        return new(report, findings);
    }

    private static Result<List<Diagnosis>> Diagnose(JobComponent component, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        try
        {
            return new([.. ((IDiagnostic)component.Instance!).Diagnose(cancellationToken)], findings);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            findings.Error(
                FindingCodes.CheckFailed,
                component.ToString(),
                $"the diagnostic failed: {exception.Message}",
                cause: exception);
            return new([], findings);
        }
    }

    private IEnumerable<Diagnosis> OfHost(PluginCatalog catalog)
    {
        yield return Line("host", $"{HostVersion.Text} in {layout.HostDirectory}");
        yield return Line(
            "runtime",
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        yield return Line("processors", $"{Environment.ProcessorCount}");
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        yield return Line("memory", $"{memory:0.0} GiB");
        if (layout.UserStore is { } store)
            yield return Line("user's plugins", $"{new PluginStore(store).Folders().Value.Count} in {store}");
        else
            yield return Line("user's plugins", "no store") with { Severity = FindingSeverity.Warning };
        foreach (var list in layout.AllowLists) yield return Line("allow-list", list);
        foreach (var assembly in shared.All) yield return Line($"shared {assembly.Name}", $"{assembly.Version} {assembly.Path}");
        var broken = catalog.All.Count(plugin => plugin.State == PluginState.Faulted);
        yield return new Diagnosis
        {
            Subject = "plugins",
            State = $"{catalog.All.Count} found, {broken} faulted, built-in ones in {layout.PluginsDirectory}",
            Severity = broken > 0 || catalog.All.Count == 0 ? FindingSeverity.Warning : FindingSeverity.Note,
            Fix = catalog.All.Count == 0 ? "Build the plugins, or name a directory with --plugins." : null,
        };
    }

    private static Diagnosis Line(string subject, string state) => new() { Subject = subject, State = state };
}
