using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

public sealed class StrangersPluginTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void One_class_and_ten_lines_of_project_outside_the_repository_take_part_in_a_job()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Stranger")))
            File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        var packages = HostRun.Execute(_folder.Path, "plugins", "packages", "packages");
        packages.ExitCode.ShouldBe(0, packages.Output + packages.Errors);
        _folder.File("nuget.config", """<configuration><packageSources><add key="here" value="packages" /></packageSources></configuration>""");
        var version = XDocument.Load(Path.Combine(_folder.Path, "packages", "PluginHost.props")).Descendants("PluginHostVersion").Single().Value;
        File.ReadAllLines(Path.Combine(_folder.Path, "HalfReplay.cs")).Length.ShouldBeLessThanOrEqualTo(40);
        File.ReadAllLines(Path.Combine(_folder.Path, "strategy.half-replay.csproj")).Length.ShouldBeLessThanOrEqualTo(10);
        using (var build = HostRun.StartProgram("dotnet", _folder.Path, ["build", "-c", "Release", "-nodeReuse:false", $"-p:PluginHostVersion={version}"]))
        {
            var built = HostRun.Finish(build);
            built.ExitCode.ShouldBe(0, built.Output + built.Errors);
        }

        Directory.GetFiles(Path.Combine(_folder.Path, "out", "strategy.half-replay"), "*.dll").Select(Path.GetFileName)
            .ShouldBe(["strategy.half-replay.dll"]);

        var job = _folder.File("job.json", TinyJob.Text);
        var run = HostRun.Execute(_folder.Path, "run", job, "--plugins", "out", "--set", "strategy=half-replay", "--output", Path.Combine(_folder.Path, "run"));
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Output.ShouldContain("half-replay saw 2 experiences");
        File.ReadAllText(Path.Combine(_folder.Path, "run", "plugins.lock.json")).ShouldContain("3.1.4");
    }

    [Fact]
    public void Without_its_folder_the_job_names_the_strategies_there_are()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        var run = HostRun.Execute(_folder.Path, "validate", job, "--set", "strategy=contav-spe");
        run.ExitCode.ShouldBe(2);
        run.Errors.ShouldContain("contav-sep");
    }

    public void Dispose() => _folder.Dispose();
}
