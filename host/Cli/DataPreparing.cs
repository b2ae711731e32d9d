using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>What became of preparing a job's data.</summary>
/// <param name="ExitCode">The command's exit code.</param>
/// <param name="Findings">What was found.</param>
/// <param name="Result">What the file holds; <see langword="null"/> if the work did not come to its end.</param>
internal sealed record DataPreparingReport(int ExitCode, FindingList Findings, DataPreparationResult? Result = null);

/// <summary>Composes a job and lets its engine keep the job's data in a file.</summary>
internal sealed class DataPreparing(CliEnvironment environment, RunRequest request, string file, bool restart, IReadOnlyList<string> without)
{
    /// <summary>Prepares.</summary>
    /// <param name="observer">Told of what the components report meanwhile.</param>
    /// <param name="cancellationToken">Stops the work; what was written stays.</param>
    public Task<DataPreparingReport> RunAsync(IRunObserver observer, CancellationToken cancellationToken) => Task.Run(async () =>
    {
        var (prepared, findings) = JobPipeline.For(environment.Layout, environment.Shared, request).Prepare(request);
        using (prepared)
        {
            if (prepared is null || findings.HasErrors) return Refused(findings);
            var temporary = Directory.CreateTempSubdirectory("pluginhost-prepare-").FullName;
            try
            {
                var context = RunContext.For(prepared.Job, temporary, resume: false, showProgress: false);
                var events = new RunEventDispatcher((_, _) => { });
                var job = ResolvedJob.Create(prepared.Job, request.PluginDirectories).ToJsonString();
                await using var composed = findings.Take(JobPipeline.Compose(prepared, context, events));
                // Data are read whether or not the engine could train here.
                if (!findings.HasErrors) findings.AddRange(CheckStage.Check(composed, except: composed.Engine));
                if (findings.HasErrors) return Refused(findings);
                events.Listen("the command line", observer);
                var (report, found) = await AskAsync(composed, job, cancellationToken);
                findings.AddRange(found);
                return report with { Findings = findings };
            }
            finally
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    });

    private static DataPreparingReport Refused(FindingList findings) => new(ExitCodes.Of(findings), findings);

    private async Task<Result<DataPreparingReport>> AskAsync(ComposedJob composed, string job, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var component = composed.Components.First(component => component.Instance == composed.Engine);
        if (composed.Engine is not IDataPreparation engine)
        {
            var what = $"{component} keeps no data in a file";
            findings.Error(FindingCodes.PreparesNoData, composed.Job.Json.Where(component.Path), what, "an engine that does, such as continual");
            return new(Refused(findings), findings);
        }

        try
        {
            using var scope = component.Plugin!.Context.EnterContextualReflection();
            var asked = new DataPreparationRequest { File = file, Job = job, Restart = restart, Without = without };
            var result = await engine.PrepareDataAsync(asked, cancellationToken);
            findings.AddRange(result.Findings.Select(finding => finding with { Where = CheckStage.Place(composed, finding.Where) }));
            return new(new(ExitCodes.Done, findings, result), findings);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(new(ExitCodes.Stopped, findings), findings);
        }
        catch (JobException exception)
        {
            findings.AddRange(exception.Findings.Select(finding => finding with { Where = CheckStage.Place(composed, finding.Where) }));
            return new(new(ExitCodes.BadJob, findings), findings);
        }
        catch (RunFailedException exception)
        {
            findings.Error(FindingCodes.RunFailed, "--to", exception.Message);
            return new(new(ExitCodes.RunFailed, findings), findings);
        }
        catch (Exception exception)
        {
            findings.Error(FindingCodes.RunFailed, composed.Job.Json.Where(component.Path), $"{component} failed: {exception.Message}", cause: exception);
            return new(new(ExitCodes.RunFailed, findings), findings);
        }
    }
}
