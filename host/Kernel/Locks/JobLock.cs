using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Locks;

/// <summary>Where the lock of a job lies.</summary>
internal static class JobLock
{
    /// <summary>The lock that <c>plugins lock</c> writes for a job file: <c>plugins.json</c> has <c>plugins.lock.json</c>.</summary>
    public static string Of(string job) => Path.ChangeExtension(job, ".lock.json");

    /// <summary>
    /// Reads the lock of a job: its own, else the one in its folder, as in the folder of a run; <see langword="null"/> after adding
    /// findings.
    /// </summary>
    /// <param name="job">The job file.</param>
    /// <param name="named">The lock that was named, absolute, or <see langword="null"/>.</param>
    /// <param name="findings">Takes faults.</param>
    public static Result<(PluginsLock Lock, string Display)?> Read(string job, string? named)
    {
        var findings = new FindingList();
        string[] places = named is not null ? [named] : [Of(job), Path.Combine(Path.GetDirectoryName(job)!, PluginsLock.FileName)];
        if (Array.Find(places, File.Exists) is not { } file)
        {
            findings.Error(
                FindingCodes.LockUnreadable,
                LocatedJson.DisplayName(places[0]),
                "there is no lock of the job's plugins",
                fix: $"Write one with: dotnet host plugins lock {LocatedJson.DisplayName(job)}");
            return new(null, findings);
        }

        return new(findings.Take(PluginsLock.Read(file)) is { } read ? (read, LocatedJson.DisplayName(file)) : null, findings);
    }
}
