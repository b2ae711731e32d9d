using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>A stranger's way from nothing to a run: each command says which one comes next.</summary>
public sealed class NewPluginTests : IDisposable
{
    private const string Id = "strategy.half-replay";

    private readonly TemporaryFolder _folder = new();

    private string Project => Path.Combine(_folder.Path, Id);

    [Fact]
    public void Five_commands_make_build_pack_install_and_run_a_strategy()
    {
        var made = Host(_folder.Path, "plugins", "new", "strategy", "half-replay");
        made.Output.ShouldContain("dotnet build -c Release");
        made.Output.ShouldContain("dotnet host plugins pack .");

        Dotnet("build", "-c", "Release", "-nodeReuse:false").Output.ShouldContain("0 Warning(s)");
        Directory.GetFiles(Path.Combine(Project, "out", Id), "*.dll").Select(Path.GetFileName).ShouldBe([$"{Id}.dll"]);

        var packed = Host(Project, "plugins", "pack", ".");
        packed.Output.ShouldContain($"Next: dotnet host plugins install {Id}.0.1.0.nupkg");

        // The store of a folder elsewhere, so that nothing but the package can have brought the plugin there.
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere")).FullName;
        Host(elsewhere, "plugins", "install", Path.Combine(Project, $"{Id}.0.1.0.nupkg"), "--project", elsewhere);

        var job = JsonNode.Parse(File.ReadAllText(Path.Combine(Project, "job.json")))!.AsObject();
        job.Remove("plugins");
        File.WriteAllText(Path.Combine(elsewhere, "plugins.json"), job.ToJsonString());
        var run = Host(elsewhere, "run", "--set", "threads=1", "--set", "strategy.options.memoryWeight=2", "--output", "run");
        run.Output.ShouldContain("Completed");
        var used = JsonNode.Parse(File.ReadAllText(Path.Combine(elsewhere, "run", "run.json")))!["plugins"]!.AsArray();
        used.ShouldContain(plugin => (string?)plugin!["id"] == Id && (string?)plugin["version"] == "0.1.0");
    }

    [Fact]
    public void The_commands_of_a_new_projects_page_work_as_printed_wherever_it_lies()
    {
        Host(_folder.Path, "plugins", "new", "metric", "fresh", "--output", Project);
        // The host of the project's own packages, and no variable of this process that names another.
        var page = File.ReadAllLines(Path.Combine(Project, "README.md"));
        string[] wanted =
        [
            "dotnet tool restore", "dotnet host setup", "dotnet build", "dotnet host run", "dotnet host plugins pack",
            "dotnet host plugins inspect",
        ];
        foreach (var command in wanted)
        {
            var line = page.Select(text => text.Trim()).FirstOrDefault(text => text.StartsWith(command, StringComparison.Ordinal));
            line.ShouldNotBeNull(command);
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            // The page's inspect comes after an installation for the user, which a test leaves alone.
            var run = Dotnet(words.Contains("inspect") ? [.. words, "--plugins", "out"] : words);
            if (words is ["host", "run", ..]) run.Output.ShouldContain("Completed");
        }

        Dotnet("host", "doctor").Output.ShouldContain("pluginhost.tool");
    }

    [Fact]
    public void A_new_project_passes_its_own_tests_and_the_conformance_kit()
    {
        Host(_folder.Path, "plugins", "new", "observer", "counter", "--output", Project);

        var tested = Dotnet("test", "tests", "-nodeReuse:false");

        tested.Output.ShouldContain("Passed!");
        tested.Output.ShouldContain("Skipped:     0, Total:    11");
    }

    // Strategy, metric and observer are made in the tests above.
    [Fact]
    public void New_projects_of_three_kinds_are_built_tested_run_and_packed() => Make(["dataset", "separator", "task"]);

    [SkippableFact]
    public void A_new_project_of_every_kind_is_built_tested_run_and_packed()
    {
        Skip.IfNot(Environment.GetEnvironmentVariable("PLUGINHOST_LONG") == "1", "a long trial: bash tests/soak/run.sh --long");
        Make(Kinds);
    }

    [Fact]
    public void Every_kind_has_a_template() =>
        Kinds.ShouldBe(["benchmark", "dataset", "features", "memory", "metric", "model", "observer", "separator", "strategy", "task"]);

    [Fact]
    public void The_dotnet_new_template_writes_the_same_files()
    {
        // A hive of its own: the user's templates stay as they are.
        var hive = Path.Combine(_folder.Path, "hive");
        var template = Path.Combine(HostRun.ArtifactsRoot, "host", "templates", "plugin");
        Host(_folder.Path, "plugins", "new", "memory", "k2-center");
        Directory.CreateDirectory(Project);
        Dotnet("new", "install", template, "--debug:custom-hive", hive);
        Dotnet("new", "pluginhost", "-n", "k2-center", "--kind", "memory", "-o", "twin", "--debug:custom-hive", hive);

        Contents(Path.Combine(Project, "twin")).ShouldBe(Contents(Path.Combine(_folder.Path, "memory.k2-center")));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Kinds =>
    [
        .. Directory.GetDirectories(Path.Combine(HostRun.ArtifactsRoot, "host", "templates", "plugin", "kinds"))
            .Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal),
    ];

    private void Make(string[] kinds)
    {
        foreach (var kind in kinds) Host(_folder.Path, "plugins", "new", kind, "fresh");
        var all = _folder.File("all.proj", NewProjects.Build);

        In(_folder.Path, "build", all, "-nodeReuse:false", "-warnaserror", "-v:q");

        // The conformance kit runs in the test above, for one kind.
        string[] tests =
            [.. kinds.Select(kind => Path.Combine(_folder.Path, $"{kind}.fresh", "tests", "bin", "Release", "net10.0", "tests.dll"))];
        In(_folder.Path, ["vstest", .. tests, "--TestCaseFilter:FullyQualifiedName!~ConformanceTests"]).Output.ShouldContain("Passed!");
        foreach (var project in kinds.Select(kind => Path.Combine(_folder.Path, $"{kind}.fresh")))
        {
            Host(project, "run", "job.json", "--no-progress", "--set", "threads=1", "--output", "run").Output.ShouldContain("Completed");
            Host(project, "plugins", "pack", ".").Output.ShouldContain("Next: dotnet host plugins install");
        }
    }

    private static string[] Contents(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file), Text: File.ReadAllText(file)))
            .Where(file => !file.Name.StartsWith("packages", StringComparison.Ordinal) && file.Name != "dotnet-tools.json")
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => $"{file.Name}\n{file.Text}"),
    ];

    private static HostRun Host(string directory, params string[] arguments)
    {
        var run = HostRun.Execute(directory, arguments);
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        return run;
    }

    private HostRun Dotnet(params string[] arguments) => In(Project, arguments);

    private static HostRun In(string directory, params string[] arguments)
    {
        using var process = HostRun.StartProgram("dotnet", directory, arguments);
        var run = HostRun.Finish(process);
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        return run;
    }
}
