using System.Text.Json;

namespace PluginHost.Docs.Tests;

public sealed class TutorialTests(WrittenTutorials written) : IClassFixture<WrittenTutorials>
{
    public static readonly string[] Pages = ["strategy", "model", "dataset", "benchmark", "metric", "memory", "task"];

    private static readonly string[] CompiledLanguages = ["csharp", "xml", "json"];

    public static TheoryData<string> EachPage => [.. Pages];

    public static TheoryData<string> EachPlugin =>
        [.. Pages.Select(TutorialPage.Read).SelectMany(page => page.Plugins).Select(plugin => $"{plugin.Kind}.{plugin.Name}")];

    [Theory]
    [MemberData(nameof(EachPage))]
    public void Every_snippet_of_a_page_is_a_file_of_a_plugin_that_is_built_or_run(string name)
    {
        var page = TutorialPage.Read(name);
        page.Blocks.Where(block => block.File is null && CompiledLanguages.Contains(block.Language, StringComparer.Ordinal))
            .Select(block => $"{name}.md({block.Line}): a {block.Language} block without a file name above it").ShouldBeEmpty();
        page.Blocks.Where(block => block.Language.Length == 0 || (block.File is null && block.Language != "sh"))
            .Select(block => $"{name}.md({block.Line}): '{block.Language}' is not checked by anything").ShouldBeEmpty();
        var files = page.Files.Select(block => block.File!).ToArray();
        files.ShouldBeUnique();
        string[] plugins = [.. page.Plugins.Select(plugin => $"{plugin.Kind}.{plugin.Name}")];
        files.Select(file => file.Split('/')[0]).Distinct().ShouldBe(plugins, ignoreOrder: true);
        foreach (var plugin in plugins)
        {
            files.ShouldContain($"{plugin}/job.json");
            files.ShouldContain($"{plugin}/{plugin}.csproj");
            // One class file: the build writes entry point, JSON code and manifest.
            files.Count(file => file.StartsWith($"{plugin}/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
                && !file.Contains("/tests/", StringComparison.Ordinal)).ShouldBe(1, plugin);
        }
    }

    [Fact]
    public void A_strategy_is_a_file_of_15_or_40_lines_a_memory_rule_one_of_25_and_every_project_one_of_10()
    {
        Lines("strategy", "AsymmetricReplayStrategy.cs").ShouldBeLessThanOrEqualTo(15);
        Lines("strategy", "AnchorStrategy.cs").ShouldBeLessThanOrEqualTo(40);
        Lines("memory", "LoudestMemory.cs").ShouldBeLessThanOrEqualTo(25);
        foreach (var page in Pages) Lines(page, ".csproj").ShouldBeLessThanOrEqualTo(10, page);
    }

    [Fact]
    public void Every_command_of_the_pages_exists()
    {
        var commands = Pages.Append("README").SelectMany(page => TutorialPage.Read(page).Blocks).Where(block => block.Language == "sh")
            .SelectMany(block => block.Text.Split('\n'))
            .Where(line => line.StartsWith("dotnet host ", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2..])
            .Select(words => words[0] == "plugins" ? $"{words[0]} {words[1]}" : words[0])
            .Distinct(StringComparer.Ordinal).ToArray();
        commands.ShouldContain("run");
        foreach (var command in commands)
        {
            var help = HostRun.Execute(written.Folder, [.. command.Split(' '), "--help"]);
            help.ExitCode.ShouldBe(0, command);
            help.Output.ShouldContain(command);
        }
    }

    [Fact]
    public void The_tests_of_all_pages_pass()
    {
        string[] assemblies = [.. Directory.GetFiles(written.Folder, "tests.dll", SearchOption.AllDirectories)
            .Where(file => file.Contains("/tests/bin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        assemblies.Length.ShouldBe(Pages.Sum(page => TutorialPage.Read(page).Plugins.Count));
        var tests = WrittenTutorials.Run("dotnet", written.Folder, ["vstest", .. assemblies]);
        tests.ExitCode.ShouldBe(0, tests.Output + tests.Errors);
    }

    [Fact]
    public void What_a_page_makes_can_be_packed_and_verified()
    {
        var folder = written.PathOf("strategy.anchor");
        var pack = HostRun.Execute(folder, "plugins", "pack", "out/strategy.anchor");
        pack.ExitCode.ShouldBe(0, pack.Output + pack.Errors);
        var verify = HostRun.Execute(folder, "plugins", "verify", "strategy.anchor.0.1.0.nupkg");
        verify.ExitCode.ShouldBe(0, verify.Output + verify.Errors);
    }

    [Theory]
    [MemberData(nameof(EachPlugin))]
    public void The_job_of_a_page_runs_with_its_plugin(string id)
    {
        var folder = written.PathOf(id);
        if (id == "dataset.sound-folder") ClipFolder.Write(Path.Combine(folder, "clips"));
        var run = HostRun.Execute(folder, "run", "job.json", "--no-progress", "--output", "run");
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Errors.ShouldBeEmpty();
        File.ReadAllText(Path.Combine(folder, "run", "plugins.lock.json")).ShouldContain($"\"{id}\"");
        File.Exists(Path.Combine(folder, "run", "metrics.json")).ShouldBeTrue();
    }

    [Fact]
    public void A_library_that_a_plugin_uses_lies_beside_it_and_a_contract_does_not()
    {
        string[] Assemblies(string id) =>
        [
            .. Directory.GetFiles(Path.Combine(written.PathOf(id), "out", id), "*.dll").Select(Path.GetFileName).OfType<string>()
                .Order(StringComparer.Ordinal),
        ];
        Assemblies("strategy.anchor").ShouldBe(["strategy.anchor.dll"]);
        Assemblies("strategy.asymmetric-replay").ShouldBe(["PluginHost.Replay.dll", "strategy.asymmetric-replay.dll"]);
        Assemblies("memory.loudest").ShouldBe(["PluginHost.Replay.dll", "memory.loudest.dll"]);
        Assemblies("model.two-layers").ShouldBe(["PluginHost.Classifiers.dll", "PluginHost.Networks.dll", "model.two-layers.dll"]);
    }

    [Fact]
    public void The_index_names_every_page() =>
        Directory.GetFiles(TutorialPage.Folder, "*.md").Select(Path.GetFileName).Where(file => file != "README.md")
            .Where(file => !File.ReadAllText(Path.Combine(TutorialPage.Folder, "README.md")).Contains($"({file})", StringComparison.Ordinal))
            .ShouldBeEmpty();

    /// <summary>The page's ER-ACE gives the numbers of the one that the host brings: same draws, same loss.</summary>
    [Fact]
    public void The_published_method_of_the_page_ends_where_the_built_in_one_does()
    {
        var folder = written.PathOf("strategy.asymmetric-replay");
        string Result(string strategy, string output)
        {
            var run = HostRun.Execute(folder, "run", "job.json", "--no-progress", "--set", $"strategy={strategy}", "--output", output);
            run.ExitCode.ShouldBe(0, run.Output + run.Errors);
            using var metrics = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, output, "metrics.json")));
            return metrics.RootElement.GetProperty("summary").GetRawText();
        }

        Result("asymmetric-replay", "ours").ShouldBe(Result("er-ace", "built-in"));
        Result("er", "without").ShouldNotBe(Result("er-ace", "again"));
    }

    private static int Lines(string page, string ending) => TutorialPage.Read(page).Files
        .Where(block => block.File!.EndsWith(ending, StringComparison.Ordinal)).Max(block => block.Text.Split('\n').Length - 1);
}
