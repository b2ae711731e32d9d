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

    /// <summary>Restores and packs several projects in one go; the others go on where one fails.</summary>
    /// <param name="folder">Where the file that names them is written.</param>
    /// <param name="projects">Absolute paths.</param>
    /// <param name="properties">Properties of each, with semicolons between.</param>
    public static HostRun PackAll(TemporaryFolder folder, IReadOnlyList<string> projects, string properties = "")
    {
        var all = folder.File("all.proj", $"""
            <Project DefaultTargets="Pack">
              <ItemGroup>
                <Packed Include="{string.Join(';', projects)}" />
              </ItemGroup>
              <Target Name="Restore">
                <MSBuild Projects="@(Packed)" Targets="Restore" Properties="Configuration=Release;Restoring=true" />
              </Target>
              <Target Name="Pack">
                <MSBuild Projects="@(Packed)" Targets="Pack" Properties="Configuration=Release;{properties}" BuildInParallel="true" ContinueOnError="ErrorAndContinue" />
              </Target>
            </Project>
            """);
        using var process = HostRun.StartProgram("dotnet", folder.Path, ["build", all, "-nodeReuse:false", "-nologo", "-m:2"]);
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
