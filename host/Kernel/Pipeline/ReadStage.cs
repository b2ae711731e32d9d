using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Json;
using PluginHost.Runs;

namespace PluginHost.Pipeline;

/// <summary>First stage: reads the job file, applies what the command line changes and checks all that can be checked without plugins.</summary>
internal static class ReadStage
{
    /// <summary>Reads the job. Without a value the file is unusable; faults inside it are findings, and defaults stand in.</summary>
    public static Result<Job?> Read(RunRequest request)
    {
        var findings = new FindingList();
        var path = request.Job;
        var file = Path.GetFullPath(Directory.Exists(path) ? Path.Combine(path, JobReader.DefaultFile) : path);
        if (!File.Exists(file))
        {
            findings.Error(
                FindingCodes.JobUnreadable,
                LocatedJson.DisplayName(file),
                "there is no such job file",
                fix: $"Name a job file, or run where a {JobReader.DefaultFile} lies.");
            return new(null, findings);
        }

        if (findings.Take(LocatedJson.Read(file, FindingCodes.JobUnreadable, FindingCodes.JobSyntax)) is not { } json) return new(null, findings);
        foreach (var text in request.Overrides) findings.AddRange(JobOverride.Apply(json, text, JobReader.ReservedKeys));
        if (request.Device is { } device) JobOverride.Set(json, "device", JsonValue.Create(device), "--device");
        if (request.Threads is { } count) JobOverride.Set(json, "threads", JsonValue.Create(count), "--threads");
        return new(findings.Take(JobReader.Read(json, file)), findings);
    }
}
