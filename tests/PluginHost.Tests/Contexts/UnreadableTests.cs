using System.Runtime.Versioning;

namespace PluginHost.Tests.Contexts;

/// <summary>Directories and files of plugins that are not there or that the system refuses to read.</summary>
[SupportedOSPlatform("linux")]
public sealed class UnreadableTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(_bench.Folder)) File.SetUnixFileMode(folder, Mode("rwx"));
        _bench.Dispose();
    }

    [Theory]
    [InlineData("run")]
    [InlineData("validate")]
    [InlineData("run --dry-run")]
    [InlineData("plugins lock")]
    public async Task A_named_directory_that_is_not_there_is_refused_by_every_verb_that_takes_a_job(string verb)
    {
        _bench.Job(""" "engine": "trivial" """);

        var result = await _bench.Cli([.. verb.Split(' '), _bench.JobFile, "--plugins", "/no/such"]);

        result.ShouldExitWith(2).Finding("PH0107").ShouldContain("--plugins: there is no directory '/no/such'");
    }

    [Theory]
    [InlineData("plugins list")]
    [InlineData("plugins graph")]
    [InlineData("plugins inspect word.good")]
    [InlineData("explain PH0101")]
    public async Task A_named_directory_that_is_not_there_is_refused_by_every_verb_that_looks_for_plugins(string verb) =>
        (await _bench.Cli([.. verb.Split(' '), "--plugins", "/no/such"])).ShouldExitWith(2).Finding("PH0107").ShouldContain("'/no/such'");

    [Fact]
    public async Task A_comparison_refuses_it_too_and_the_machines_report_tells_it()
    {
        _bench.Job(ComparisonBench.Job);
        var file = ComparisonBench.Write(_bench, ComparisonBench.Methods);

        (await _bench.Cli(["compare", file, "--dry-run", "--plugins", "/no/such"])).ShouldExitWith(2).Findings.ShouldContain("PH0107");
        (await _bench.Cli(["doctor", "--plugins", "/no/such"])).Findings.ShouldContain("PH0107");
    }

    [Theory]
    [InlineData("")]
    [InlineData("wx")]
    public async Task A_named_directory_that_cannot_be_listed_is_refused(string rights)
    {
        var closed = Close(Directory.CreateDirectory(Path.Combine(_bench.Folder, "closed")).FullName, rights);
        _bench.Job(""" "engine": "trivial" """);

        var result = await HostProcess.RunUnprivilegedAsync(_bench.Folder, "validate", _bench.JobFile, "--plugins", closed);

        result.ShouldExitWith(2).Finding("PH0112").ShouldContain("the folder cannot be read, so plugins in it are not found");
    }

    [Theory]
    [InlineData("plugins list")]
    [InlineData("plugins graph")]
    [InlineData("doctor")]
    public async Task A_plugin_in_a_closed_folder_is_warned_of_and_the_others_are_found(string verb)
    {
        _bench.CopyPlugin("word.good", "mine/open", ("\"1.4.0\"", "\"7.0.0\""));
        Close(_bench.CopyPlugin("word.good", "mine/closed", ("\"1.4.0\"", "\"8.0.0\"")), "");
        try
        {
            var result = await HostProcess.RunUnprivilegedAsync(
                _bench.Folder, [.. verb.Split(' '), "--plugins", Path.Combine(_bench.Folder, "mine")]);

            result.Finding("PH0112").ShouldContain("mine/closed: the folder cannot be read");
            result.ExitCode.ShouldNotBe(1);
            if (verb == "plugins list") result.Output.ShouldContain("7.0.0");
        }
        finally
        {
            File.SetUnixFileMode(Path.Combine(_bench.Folder, "mine", "closed"), Mode("rwx"));
        }
    }

    [Theory]
    [InlineData("plugin.json")]
    [InlineData("word.good.dll")]
    [InlineData("data.bin")]
    public async Task A_file_of_a_plugin_that_cannot_be_read_is_a_finding_of_every_verb(string name)
    {
        var plugin = _bench.CopyPlugin("word.good", "mine/good", ("\"1.4.0\"", "\"7.0.0\""));
        var file = Path.Combine(plugin, name);
        if (!File.Exists(file)) await File.WriteAllTextAsync(file, "data");
        File.SetUnixFileMode(file, UnixFileMode.None);
        _bench.Job(""" "engine": "trivial", "word": { "use": "good", "version": "7.0.0", "options": { "text": "a" } } """);
        string[][] verbs =
        [
            ["run", _bench.JobFile], ["validate", _bench.JobFile], ["plugins", "lock", _bench.JobFile], ["plugins", "list"],
            ["plugins", "inspect", "word.good@7.0.0"], ["doctor"],
        ];
        foreach (var verb in verbs)
        {
            var result = await HostProcess.RunUnprivilegedAsync(_bench.Folder, [.. verb, "--plugins", Path.Combine(_bench.Folder, "mine")]);
            Told(result, string.Join(' ', verb));
        }

        Told(await HostProcess.RunUnprivilegedAsync(_bench.Folder, "plugins", "verify", plugin), "verify");
        Told(await HostProcess.RunUnprivilegedAsync(_bench.Folder, "plugins", "pack", plugin), "pack");
        Told(await HostProcess.RunUnprivilegedAsync(_bench.Folder, "plugins", "install", plugin, "--project", _bench.Folder), "install");

        void Told(CliResult result, string verb)
        {
            var shown = $"{verb}: {result.Output}{result.Error}";
            result.ExitCode.ShouldNotBe(1, shown);
            result.Error.ShouldNotContain("PH0000", Case.Sensitive, shown);
            result.Error.ShouldContain("denied", Case.Insensitive, shown);
        }
    }

    private static string Close(string folder, string rights)
    {
        File.SetUnixFileMode(folder, Mode(rights));
        return folder;
    }

    private static UnixFileMode Mode(string rights) =>
        (rights.Contains('r', StringComparison.Ordinal) ? UnixFileMode.UserRead : UnixFileMode.None)
        | (rights.Contains('w', StringComparison.Ordinal) ? UnixFileMode.UserWrite : UnixFileMode.None)
        | (rights.Contains('x', StringComparison.Ordinal) ? UnixFileMode.UserExecute : UnixFileMode.None);
}
