using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary>A run whose job is composed once more, so that its engine can be asked for something that it does after runs.</summary>
/// <param name="environment">Where plugins are.</param>
/// <param name="folder">The run's folder, absolute.</param>
internal sealed class FinishedRun(CliEnvironment environment, string folder)
{
    /// <summary>Reads the run's resolved job; without a value there is a finding.</summary>
    public Result<JsonObject?> ReadJob()
    {
        var findings = new FindingList();
        var file = Path.Combine(folder, "job.json");
        if (File.Exists(file) && RunState.Read(folder) is not null)
        {
            var json = findings.Take(LocatedJson.Read(file, FindingCodes.NoResults, FindingCodes.NoResults));
            return new(json?.Root.DeepClone().AsObject(), findings);
        }

        var where = LocatedJson.DisplayName(folder);
        findings.Error(FindingCodes.NoResults, where, "there are no results of a run", "a run's folder with job.json and run.json");
        return new(null, findings);
    }

    /// <summary>Composes a job in the run's folder, and asks its engine. Findings name the run where they would name the file handed over.</summary>
    /// <typeparam name="TEngine">What the engine has to offer.</typeparam>
    /// <typeparam name="TAnswer">What it gives.</typeparam>
    /// <param name="job">The job.</param>
    /// <param name="request">How to run it; its file is set here.</param>
    /// <param name="question">What to ask.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The answer, or findings.</returns>
    public async Task<Result<TAnswer?>> AskAsync<TEngine, TAnswer>(
        JsonObject job, RunRequest request, EngineQuestion<TEngine, TAnswer> question, CancellationToken cancellationToken)
        where TEngine : class
        where TAnswer : class
    {
        var temporary = Directory.CreateTempSubdirectory("pluginhost-run-").FullName;
        try
        {
            var file = Path.Combine(temporary, "job.json");
            JsonFile.Write(file, job);
            var asked = request with { Job = file, KeepsPlugins = environment.OwnsProcess };
            var (answer, found) = await Task.Run(() => ComposeAsync(asked, question, cancellationToken), cancellationToken);
            var findings = new FindingList();
            findings.AddRange(found.All.Select(each => each.Finding with
            {
                Where = each.Finding.Where.Replace(temporary, LocatedJson.DisplayName(folder), StringComparison.Ordinal),
            }));
            return new(answer, findings);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task<Result<TAnswer?>> ComposeAsync<TEngine, TAnswer>(
        RunRequest request, EngineQuestion<TEngine, TAnswer> question, CancellationToken cancellationToken)
        where TEngine : class
        where TAnswer : class
    {
        var (prepared, findings) = JobPipeline.For(environment.Layout, environment.Shared, request).Prepare(request);
        using (prepared)
        {
            // What the job misses is beside the point where its engine does nothing of the kind.
            if (prepared is not null && !Offers<TEngine>(prepared))
            {
                var without = new FindingList();
                without.Add(question.Without with { Where = LocatedJson.DisplayName(folder) });
                return new(null, without);
            }

            if (prepared is null || findings.HasErrors) return new(null, findings);
            var context = RunContext.For(prepared.Job, folder, request.Resume, showProgress: false);
            var events = new RunEventDispatcher((_, _) => { });
            await using var composed = findings.Take(JobPipeline.Compose(prepared, context, events));
            if (findings.HasErrors) return new(null, findings);
            if (question.Observer is { } observer) events.Listen("the command line", observer);
            return await AnswerAsync(composed, question, cancellationToken);
        }
    }

    private static async Task<Result<TAnswer?>> AnswerAsync<TEngine, TAnswer>(
        ComposedJob composed, EngineQuestion<TEngine, TAnswer> question, CancellationToken cancellationToken)
        where TEngine : class
        where TAnswer : class
    {
        var findings = new FindingList();
        var engine = composed.Components.First(component => component.Kind == "engine");
        using var scope = engine.Plugin!.Context.EnterContextualReflection();
        try
        {
            return new(await question.Ask(composed, (TEngine)(object)composed.Engine!, cancellationToken), findings);
        }
        catch (JobException exception)
        {
            findings.AddRange(exception.Findings);
        }
        catch (RunFailedException exception)
        {
            findings.Error(question.Failed, question.Where, exception.Message);
        }
        catch (ComponentFailedException exception)
        {
            findings.Error(question.Failed, question.Where, exception.Message, question.Expected, cause: exception);
        }

        return new(null, findings);
    }

    // Without an engine there are other findings.
    private static bool Offers<TEngine>(LoadedJob prepared) =>
        prepared.Components.FirstOrDefault(component => component.Kind == "engine") is not { Registration: { } engine }
        || engine.Implementation.IsAssignableTo(typeof(TEngine));
}

/// <summary>What is asked of the engine of a run.</summary>
/// <typeparam name="TEngine">What the engine has to offer.</typeparam>
/// <typeparam name="TAnswer">What it gives.</typeparam>
internal sealed record EngineQuestion<TEngine, TAnswer>
{
    /// <summary>Asks.</summary>
    public required Func<ComposedJob, TEngine, CancellationToken, Task<TAnswer>> Ask { get; init; }

    /// <summary>What is said of an engine that offers nothing of the kind.</summary>
    public required Finding Without { get; init; }

    /// <summary>The code of what goes wrong.</summary>
    public required string Failed { get; init; }

    /// <summary>What was asked for, as the place of what goes wrong.</summary>
    public required string Where { get; init; }

    /// <summary>What is expected where a component fails.</summary>
    public string? Expected { get; init; }

    /// <summary>Hears of progress.</summary>
    public IRunObserver? Observer { get; init; }
}
