using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Manifests;

namespace PluginHost.Jobs;

/// <summary>Makes a job out of components, for commands that look at plugins without a job file.</summary>
internal static class ComponentJob
{
    /// <summary>Makes the job.</summary>
    /// <param name="components">The components, each with its plugin.</param>
    /// <param name="threads">Compute threads; 0 for what the environment or the machine says.</param>
    public static Job Of(
        IEnumerable<(string Plugin, NuGet.Versioning.NuGetVersion Version, ProvidedComponent Component)> components,
        int threads = 0)
    {
        var json = LocatedJson.Parse("{}"u8, "plugins", new FindingList(), FindingCodes.JobSyntax)!;
        var here = Environment.CurrentDirectory;
        return new Job
        {
            File = Path.Combine(here, JobReader.DefaultFile),
            Json = json,
            Name = "none",
            Seed = 0,
            Device = "cpu",
            Threads = threads,
            PluginDirectories = [],
            Output = here,
            Directory = here,
            Components = [.. components.Select((item, index) => new JobComponent
            {
                Kind = item.Component.Kind,
                Path = $"{item.Component.Kind}[{index}]",
                Use = item.Component.Name,
                From = item.Plugin,
                Range = new NuGet.Versioning.VersionRange(item.Version, true, item.Version, true),
            })],
        };
    }
}
