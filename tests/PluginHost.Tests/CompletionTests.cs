using System.Diagnostics;

namespace PluginHost.Tests;

public class CompletionTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("dotnet-host plu", "plugins")]
    [InlineData("dotnet-host plugins ver", "verify")]
    [InlineData("dotnet-host run --dry", "--dry-run")]
    [InlineData("dotnet-host completion f", "fish")]
    [InlineData("dotnet-host plugins inspect word.g", "word.good")]
    [InlineData("dotnet-host plugins inspect source.l", "source.loud")]
    [InlineData("dotnet-host run --set word=lib", "word=library-v1\nword=library-v2\nword=library-v3")]
    public async Task A_line_is_completed_with_verbs_options_plugins_and_components(string line, string expected)
    {
        var result = (await _bench.Cli([$"[suggest:{line.Length}]", line])).ShouldExitWith(0);

        result.Error.ShouldBeEmpty();
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(expected.Split('\n'));
    }

    [Theory]
    [InlineData("bash", "complete -o default -F _pluginhost_complete dotnet-host")]
    [InlineData("zsh", "compdef _pluginhost_complete dotnet-host")]
    [InlineData("fish", "complete -c dotnet-host")]
    public async Task Each_shell_gets_its_script(string shell, string expected) =>
        (await _bench.Cli(["completion", shell])).ShouldExitWith(0).Output.ShouldContain(expected);

    [Fact]
    public async Task Another_shell_is_refused() =>
        (await _bench.Cli(["completion", "cmd"])).ShouldExitWith(2).Error.ShouldContain("cmd");

    /// <summary>Sources the script in a real bash with a stand-in for the host that says what it was asked.</summary>
    [Fact]
    public async Task The_bash_script_completes_both_spellings()
    {
        var script = Path.Combine(_bench.Folder, "completion.bash");
        await File.WriteAllTextAsync(script, (await _bench.Cli(["completion", "bash"])).Output);
        var probe = $$"""
            dotnet-host() { echo "$1|$2" >&3; printf 'plugins\nplot\nrun\n'; }
            exec 3>&1
            . "{{script}}"
            COMP_LINE='dotnet-host pl' COMP_POINT=14 COMP_WORDS=(dotnet-host pl) COMP_CWORD=1
            _pluginhost_complete dotnet-host pl dotnet-host; echo "${COMPREPLY[*]}"
            COMP_LINE='dotnet host pl' COMP_POINT=14 COMP_WORDS=(dotnet host pl) COMP_CWORD=2
            _pluginhost_complete_dotnet dotnet pl host; echo "${COMPREPLY[*]}"
            """;
        var start = new ProcessStartInfo("bash", ["-c", probe]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var bash = Process.Start(start)!;
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();

        output.Split('\n').ShouldBe(["[suggest:14]|dotnet-host pl", "plugins plot", "[suggest:14]|dotnet-host pl", "plugins plot", ""]);
    }
}
