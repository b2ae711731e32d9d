using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>A base model made outside the repository, packed and installed as a package, in the place of iQuery.</summary>
public sealed class StrangersModelTests : IClassFixture<StrangersModelTests.Installation>
{
    private readonly Installation _installation;

    public StrangersModelTests(Installation installation) => _installation = installation;

    [Theory]
    [InlineData("fine-tuning")]
    [InlineData("joint")]
    [InlineData("replay")]
    [InlineData("lwf")]
    [InlineData("ewc")]
    [InlineData("ewf")]
    [InlineData("der")]
    [InlineData("contav-sep", "ICrossModalEmbeddings")]
    [InlineData("av-cil", "ICrossModalEmbeddings")]
    [InlineData("plop", "IFeatureMaps")]
    public void Every_strategy_runs_on_an_installed_model_or_names_the_capability_it_lacks(string strategy, string lacks = "")
    {
        var folder = Path.Combine(_installation.Project, strategy);
        var run = HostRun.Execute(_installation.Project, "run", "--no-progress", "--set", $"strategy={strategy}", "--output", folder);

        if (lacks.Length > 0)
        {
            run.ExitCode.ShouldBe(2, run.Output + run.Errors);
            run.Errors.ShouldContain(lacks);
            File.Exists(Path.Combine(folder, "metrics.json")).ShouldBeFalse("nothing was trained");
            return;
        }

        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        var plugins = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "run.json")))!["plugins"]!.AsArray();
        plugins.ShouldContain(plugin => (string?)plugin!["id"] == "separator.band-gate" && (string?)plugin["version"] == "2.7.1");
        plugins.ShouldNotContain(plugin => (string?)plugin!["id"] == "separator.iquery");
        ((bool)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "metrics.json")))!["complete"]!).ShouldBeTrue();
    }

    /// <summary>A project folder with a job and the installed package; the source that it was made of is gone.</summary>
    public sealed class Installation : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Installation()
        {
            var source = Directory.CreateDirectory(Path.Combine(_folder.Path, "source")).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "StrangerModel")))
                File.Copy(file, Path.Combine(source, Path.GetFileName(file)));
            File.WriteAllText(
                Path.Combine(source, "nuget.config"),
                """<configuration><packageSources><add key="here" value="packages" /></packageSources></configuration>""");
            Host(source, "plugins", "packages", "packages");
            File.WriteAllText(
                Path.Combine(source, "Directory.Build.props"), """<Project><Import Project="packages/PluginHost.props" /></Project>""");
            Host(source, "plugins", "pack", ".");
            Project = Directory.CreateDirectory(Path.Combine(_folder.Path, "project")).FullName;
            var package = Directory.GetFiles(source, "separator.band-gate.*.nupkg", SearchOption.AllDirectories).ShouldHaveSingleItem();
            Host(Project, "plugins", "install", package, "--project", Project);
            Directory.Delete(source, recursive: true);
            var job = JsonNode.Parse(TinyJob.Text)!;
            job["separator"] = "band-gate";
            job["engine"]!["options"]!["steps"] = JsonNode.Parse("""{ "first": 3, "later": 3 }""");
            File.WriteAllText(Path.Combine(Project, "plugins.json"), job.ToJsonString());
        }

        public string Project { get; }

        public void Dispose() => _folder.Dispose();

        private static void Host(string directory, params string[] arguments)
        {
            var run = HostRun.Execute(directory, arguments);
            run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        }
    }
}
