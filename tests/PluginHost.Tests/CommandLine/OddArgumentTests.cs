using System.CommandLine;
using PluginHost.Cli;

namespace PluginHost.Tests;

/// <summary>Empty, blank and absurd texts in every place of the command line, and places that are gone.</summary>
public sealed class OddArgumentTests : IDisposable
{
    private static readonly string[] OddPaths = ["", " ", "\t", "/dev/null", "/dev/null/x", new string('x', 5000)];
    private static readonly string[] OddTexts = ["", " ", "[", "@", "=", "a=b=c", "\u0001", new string('x', 5000)];
    private static readonly string[] Texts = ["--set", "--only", "--device", "--source", "id", "name", "kind", "code", "shell"];

    private readonly Workbench _bench = new();

    public static TheoryData<string> Verbs => [.. Commands(Root(), []).Where(verb => verb.Command.Action is not null && !verb.Command.Hidden)
        .Select(verb => string.Join(' ', verb.Path))];

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task An_odd_text_in_any_place_is_refused_in_words(string verb)
    {
        var path = verb.Split(' ');
        var command = Commands(Root(), []).Single(found => found.Path.SequenceEqual(path)).Command;
        _bench.Job(""" "engine": "trivial" """);
        foreach (var line in Lines(command))
        {
            var result = await _bench.Cli([.. path, .. line]);

            var shown = $"{verb} {string.Join(' ', line.Select(text => $"'{text[..Math.Min(text.Length, 20)]}'"))}: {result.Output}{result.Error}";
            result.ExitCode.ShouldNotBe(1, shown);
            result.Error.ShouldNotContain("PH0000", Case.Sensitive, shown);
            result.Error.ShouldNotContain("Exception", Case.Sensitive, shown);
        }

        // A device that is written to stays a device.
        await File.WriteAllTextAsync("/dev/null", "x");
        new FileInfo("/dev/null").Length.ShouldBe(0, $"{verb} has put a file in the place of /dev/null");
    }

    [Theory]
    [InlineData("run", "--output")]
    [InlineData("run", "--plugins")]
    [InlineData("run", "--lock-file")]
    [InlineData("run", "--allow")]
    [InlineData("compare", "--output")]
    [InlineData("plugins new strategy mine", "--output")]
    [InlineData("plugins pack", "--output")]
    [InlineData("plugins list", "--project")]
    public async Task An_empty_path_is_named_with_its_option(string verb, string option)
    {
        string[] line = verb == "compare" ? ["compare", "some.json"] : verb.Split(' ');

        (await _bench.Cli([.. line, option, ""])).ShouldExitWith(2)
            .Finding("PH0001").ShouldContain($"'{option}' takes a path, and the text given is empty");
    }

    [Fact]
    public async Task Every_option_and_argument_that_takes_a_path_is_marked_as_one()
    {
        foreach (var (command, path) in Commands(Root(), []).Where(verb => !verb.Command.Hidden))
        {
            foreach (var option in command.Options.Where(option => option.HelpName is "dir" or "file" or "path"))
            {
                string[] values = [.. command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(_ => "x")];
                var result = await _bench.Cli([.. path, .. values, option.Name, ""]);
                result.ShouldExitWith(2).Error.ShouldContain($"'{option.Name}' takes a path");
            }
        }
    }

    [Theory]
    [InlineData("run job.json")]
    [InlineData("validate")]
    [InlineData("compare x.json")]
    [InlineData("plugins list")]
    [InlineData("plugins new strategy mine")]
    [InlineData("doctor")]
    [InlineData("explain PH0002")]
    public async Task A_working_folder_that_is_gone_is_one_finding(string verb)
    {
        var result = await HostProcess.ShellAsync(_bench.Folder, $"mkdir gone && cd gone && rmdir ../gone && exec dotnet \"$HOST\" {verb}");

        result.ShouldExitWith(2).Finding("PH0002").ShouldContain("is not there any more");
        result.Errors.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_ends_well_though_its_working_folder_goes_meanwhile()
    {
        _bench.Job(""" "engine": "trivial", "observer": "recording" """);
        Directory.CreateDirectory(Path.Combine(_bench.Folder, "gone"));
        var script = $"cd gone && (sleep 0.4; rmdir ../gone) & cd gone && dotnet \"$HOST\" run '{_bench.JobFile}' --output '{_bench.Folder}/out'";

        var result = await HostProcess.ShellAsync(_bench.Folder, script);

        // Whichever was first: the run is done, or its folder was gone before it began.
        result.ExitCode.ShouldBeOneOf(0, 2);
        result.Error.ShouldNotContain("PH0000");
    }

    private static RootCommand Root()
    {
        using var bench = new Workbench();
        return HostCli.CreateRoot(new CliEnvironment(bench.Layout, new CliStreams(TextWriter.Null, TextWriter.Null, OwnsProcess: false)));
    }

    private static IEnumerable<(Command Command, string[] Path)> Commands(Command command, string[] path) =>
        command.Subcommands.SelectMany(below => Commands(below, [.. path, below.Name])).Prepend((command, path));

    /// <summary>Odd texts as each argument, and as the value of each option that takes a text.</summary>
    private IEnumerable<string[]> Lines(Command command)
    {
        static string[] Odd(string name) => Texts.Contains(name) ? OddTexts : OddPaths;
        string[] usual = [.. command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0).Select(_ => "x")];
        for (var i = 0; i < command.Arguments.Count; i++)
        {
            foreach (var odd in Odd(command.Arguments[i].Name)) yield return [.. usual.Take(i), odd, .. usual.Skip(i + 1)];
        }

        foreach (var option in command.Options.Where(option => option.ValueType == typeof(string) || option.ValueType == typeof(string[])))
        {
            string[] job = command.Arguments is [{ Name: "job" }] ? [_bench.JobFile] : usual;
            foreach (var odd in Odd(option.Name)) yield return [.. job, option.Name, odd];
        }
    }
}
