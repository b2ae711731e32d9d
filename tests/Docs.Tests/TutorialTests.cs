namespace PluginHost.Docs.Tests;

public sealed class TutorialTests(WrittenTutorials written) : IClassFixture<WrittenTutorials>
{
    public static readonly string[] Pages = ["strategy", "separator", "dataset", "metric", "memory"];

    private static readonly string[] CompiledLanguages = ["csharp", "xml", "json"];

    public static TheoryData<string> EachPage => [.. Pages];

    [Theory]
    [MemberData(nameof(EachPage))]
    public void Every_snippet_of_a_page_is_a_file_that_is_built_or_run(string name)
    {
        var page = TutorialPage.Read(name);
        page.Blocks.Where(block => block.File is null && CompiledLanguages.Contains(block.Language, StringComparer.Ordinal))
            .Select(block => $"{name}.md({block.Line}): a {block.Language} block without a file name above it").ShouldBeEmpty();
        page.Blocks.Where(block => block.Language.Length == 0 || (block.File is null && block.Language != "sh"))
            .Select(block => $"{name}.md({block.Line}): '{block.Language}' is not checked by anything").ShouldBeEmpty();
        page.Files.Select(block => block.File).ShouldBeUnique();
        page.Files.Select(block => block.File).ShouldContain("job.json");
        page.Files.Select(block => block.File).ShouldContain("plugin/plugin.json");
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
        var assemblies = Pages.Select(page => Path.Combine(written.Of(page), "tests", "bin"))
            .Select(bin => Directory.GetFiles(bin, "*.tests.dll", SearchOption.AllDirectories).Single()).ToArray();
        var tests = WrittenTutorials.Run("dotnet", written.Folder, ["vstest", .. assemblies]);
        tests.ExitCode.ShouldBe(0, tests.Output + tests.Errors);
    }

    [Fact]
    public void What_a_page_makes_can_be_packed_and_verified()
    {
        var folder = written.Of("strategy");
        var pack = HostRun.Execute(folder, "plugins", "pack", "out/strategy.anchor");
        pack.ExitCode.ShouldBe(0, pack.Output + pack.Errors);
        var verify = HostRun.Execute(folder, "plugins", "verify", "strategy.anchor.1.0.0.nupkg");
        verify.ExitCode.ShouldBe(0, verify.Output + verify.Errors);
    }

    [Theory]
    [MemberData(nameof(EachPage))]
    public void The_job_of_a_page_runs_with_its_plugin(string name)
    {
        var folder = written.Of(name);
        if (name == "dataset") ClipFolder.Write(Path.Combine(folder, "clips"));
        var id = Path.GetFileName(Directory.GetDirectories(Path.Combine(folder, "out")).Single());
        Directory.GetFiles(Path.Combine(folder, "out", id), "*.dll").Select(Path.GetFileName).ShouldBe([id + ".dll"]);
        var run = HostRun.Execute(folder, "run", "job.json", "--no-progress", "--output", "run");
        run.ExitCode.ShouldBe(0, run.Output + run.Errors);
        run.Errors.ShouldBeEmpty();
        File.ReadAllText(Path.Combine(folder, "run", "plugins.lock.json")).ShouldContain($"\"{id}\"");
        File.Exists(Path.Combine(folder, "run", "metrics.json")).ShouldBeTrue();
    }

    [Fact]
    public void The_index_names_every_page() =>
        Directory.GetFiles(TutorialPage.Folder, "*.md").Select(Path.GetFileName).Where(file => file != "README.md")
            .Where(file => !File.ReadAllText(Path.Combine(TutorialPage.Folder, "README.md")).Contains($"({file})", StringComparison.Ordinal))
            .ShouldBeEmpty();
}
