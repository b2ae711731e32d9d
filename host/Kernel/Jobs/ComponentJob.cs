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
        var json = LocatedJson.Parse("{}"u8, "plugins", FindingCodes.JobSyntax).Value!;
        var file = Path.Combine(Environment.CurrentDirectory, JobReader.DefaultFile);
        return Of(json, file, "none", [.. components.Select((item, index) => new JobComponent
        {
            Kind = item.Component.Kind,
            Path = $"{item.Component.Kind}[{index}]",
            Use = item.Component.Name,
            From = item.Plugin,
            Range = new NuGet.Versioning.VersionRange(item.Version, true, item.Version, true),
        })]) with { Threads = threads };
    }

    /// <summary>Makes the job of components that another file than a job's names; nothing of it is run.</summary>
    /// <param name="json">What findings about the components are placed in.</param>
    /// <param name="file">The file beside which relative paths are looked for, absolute.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="components">The components.</param>
    public static Job Of(LocatedJson json, string file, string name, IReadOnlyList<JobComponent> components)
    {
        var directory = Path.GetDirectoryName(file)!;
        return new Job
        {
            File = file,
            Json = json,
            Name = name,
            Seed = 0,
            Device = "cpu",
            Threads = 0,
            PluginDirectories = [],
            Output = directory,
            Directory = directory,
            Components = components,
        };
    }
}
