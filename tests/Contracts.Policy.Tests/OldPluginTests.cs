using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PluginHost.Jobs.Tests;

namespace PluginHost.Contracts.Policy;

/// <summary>A plugin of the first contracts, built against their package, in the host of today.</summary>
[Collection("packages of the released contracts")]
public sealed class OldPluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_plugin_that_was_built_against_the_released_contracts_runs_with_the_contracts_of_today()
    {
        Build();

        var job = _folder.File("job.json", TinyJob.Text);
        var folder = Path.Combine(_folder.Path, "run");
        string[] more = ["--set", "strategy=vintage", "--set", "observer[2]=vintage", "--output", folder];
        var run = HostRun.Execute(_folder.Path, ["run", job, "--plugins", "out", .. more]);

        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        File.ReadAllText(Path.Combine(folder, "events.jsonl"))
            .ShouldContain("\"vintage 1 run: epochs, evaluation, experience, forward, gradients, grow, growth, main, passes, slots 2, steps, stream, teacher\"");
        File.ReadAllText(Path.Combine(folder, "vintage.txt")).ShouldBe("True 5 True");
    }

    /// <summary>Builds the plugin against the old packages, and makes sure that it really was.</summary>
    private void Build()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vintage")))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        Packing.PackReleased("PluginHost.Contracts");
        Packing.PackReleased("PluginHost.Learning");
        var feed = Packing.PackReleased("PluginHost.Learning.Separation");
        string[] arguments =
        [
            "build", "vintage.csproj", "-c", "Release", "-nodeReuse:false", "-nologo", $"-p:Feed={feed}", $"-p:Cache={Repository.PackageCache}",
            $"-p:Released={Repository.Released.ToString(3)}",
        ];
        using (var process = HostRun.StartProgram("dotnet", _folder.Path, arguments))
        {
            var built = HostRun.Finish(process);
            built.ExitCode.ShouldBe(0, built.Output + built.Errors);
        }

        Referred(Path.Combine(_folder.Path, "out", "strategy.vintage", "strategy.vintage.dll")).ShouldBe(Repository.Released);
        Referred(Path.Combine(Repository.Artifacts, "plugins", "engine.continual", "engine.continual.dll"))
            .ShouldBe(typeof(Learning.IStrategy).Assembly.GetName().Version);
    }

    /// <summary>The version of the learning contracts that an assembly was built against.</summary>
    private static Version Referred(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference)
            .Single(reference => metadata.GetString(reference.Name) == "PluginHost.Learning")
            .Version;
    }

    public void Dispose() => _folder.Dispose();
}
