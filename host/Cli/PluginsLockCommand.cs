using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Json;
using PluginHost.Locks;
using PluginHost.Pipeline;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>plugins lock [job]</c>.</summary>
internal static class PluginsLockCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins lock",
        "dotnet host plugins lock my-job.json --set strategy=fine-tuning",
    ];

    private const string Description =
        "Writes the lock of a job beside it: the exact version and the SHA-256 of every file of the plugins that it uses now, and of the "
        + "shared assemblies. 'run --locked' then refuses anything else. Nothing of a plugin is executed.";

    public static Command Create(CliEnvironment environment)
    {
        var job = CommonOptions.Job();
        var set = CommonOptions.Set();
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("lock", Description) { job, set, plugins, json, verbose };
        command.SetAction(parsed =>
        {
            var directories = CommonOptions.PluginDirectories(parsed, plugins);
            var ((file, locked), findings) = Write(environment, parsed.GetValue(job)!, parsed.GetValue(set) ?? [], directories);
            if (parsed.GetValue(json))
                environment.WriteJson(
                    new JsonObject { ["file"] = file, ["lock"] = locked?.ToJson(), ["findings"] = findings.ToJson() });
            else new FindingPrinter(environment.Error, parsed.GetValue(verbose)).PrintNew(findings);
            if (file is null || parsed.GetValue(json)) return ExitCodes.Of(findings);
            environment.Output.WriteLine($"Locked {locked!.Plugins.Count} plugins: {LocatedJson.DisplayName(file)}");
            environment.Output.WriteLine($"Next: dotnet host run {parsed.GetValue(job)} --locked");
            return ExitCodes.Of(findings);
        });
        return command;
    }

    private static Result<(string? File, PluginsLock? Lock)> Write(
        CliEnvironment environment, string path, IReadOnlyList<string> overrides, IReadOnlyList<string> directories)
    {
        var (read, findings) = JobPipeline.Read(new RunRequest { Job = path, Overrides = overrides });
        if (read is not { } job) return new((null, null), findings);
        var pipeline = new JobPipeline(environment.Layout, environment.Shared);
        var catalog = pipeline.Discover([.. directories, .. job.PluginDirectories], job.Directory);
        findings.AddRange(catalog.Findings);
        var selected = findings.Take(pipeline.Select(job, catalog));
        findings.AddRange(pipeline.Verify(selected));
        if (findings.HasErrors) return new((null, null), findings);
        var locked = PluginsLock.Of(selected.Plugins, environment.Shared);
        var file = JobLock.Of(job.File);
        try
        {
            JsonFile.Write(file, locked.ToJson());
            return new((file, locked), findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(FindingCodes.StoreUnwritable, LocatedJson.DisplayName(file), exception.Message, cause: exception);
            return new((null, locked), findings);
        }
    }
}
