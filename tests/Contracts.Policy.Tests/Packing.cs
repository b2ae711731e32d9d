using System.Collections.Concurrent;
using PluginHost.Jobs.Tests;

namespace PluginHost.Contracts.Policy;

/// <summary>Packs projects with the SDK, as an author does.</summary>
internal static class Packing
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Released = new(StringComparer.Ordinal);

    public static HostRun Pack(string directory, string project, params string[] more)
    {
        string[] arguments = ["pack", project, "-c", "Release", "-nodeReuse:false", "-nologo", .. more];
        using var process = HostRun.StartProgram("dotnet", directory, arguments);
        return HostRun.Finish(process);
    }

    /// <summary>Packs the released text of a contract, and of what it depends on, once; returns the folder.</summary>
    public static string PackReleased(string contract) => Released.GetOrAdd(contract, name => new(() =>
    {
        var project = Path.Combine(Repository.Root, "contracts", "surface", "released", $"{name}.csproj");
        var pack = Pack(Repository.Root, project);
        pack.ExitCode.ShouldBe(0, pack.Output);
        return Path.Combine(Repository.Artifacts, "contracts", "released");
    })).Value;
}
