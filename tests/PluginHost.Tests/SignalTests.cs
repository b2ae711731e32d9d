using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Runs;
using PluginHost.Runtimes;

namespace PluginHost.Tests;

/// <summary>The host as a process of its own, as signals need one.</summary>
public sealed class SignalTests : IDisposable
{
    // A shell lets what it starts in the background ignore SIGINT, nohup lets it ignore SIGHUP, and children inherit that: tests may run
    // there.
    private const string DefaultSignals = "--default-signal=INT,HUP,QUIT,USR1,USR2,XCPU";

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    [InlineData("USR1")]
    [InlineData("USR2")]
    [InlineData("XCPU")]
    public async Task A_signal_stops_the_run_cleanly_and_the_run_says_which(string signal)
    {
        using var host = Start("Wait");
        await WaitForState(host);

        await Send(signal, host.Id);
        await host.WaitForExitAsync();

        host.ExitCode.ShouldBe(130);
        var run = JsonNode.Parse(_bench.RunFile("run.json"))!;
        ((string?)run["state"], (string?)run["reason"]).ShouldBe(("stopped", $"stopped by SIG{signal}"));
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("INT")]
    public async Task A_signal_that_was_ignored_at_the_start_stays_ignored_as_nohup_wants(string signal)
    {
        using var host = Start("Wait", $"--ignore-signal={signal}");
        await WaitForState(host);

        await Send(signal, host.Id);
        await Send(signal, host.Id);
        await Task.Delay(300);
        host.HasExited.ShouldBeFalse();
        _bench.RunFile("run.json").ShouldContain("\"running\"");
        await Send("TERM", host.Id);
        await host.WaitForExitAsync();

        _bench.RunFile("run.json").ShouldContain("stopped by SIGTERM");
    }

    [Fact]
    public async Task Several_signals_in_a_row_are_one_request_unless_they_are_interrupts()
    {
        using var host = Start("Wait");
        await WaitForState(host);

        foreach (var signal in new[] { "USR1", "TERM", "HUP", "USR2" }) await Send(signal, host.Id);
        await host.WaitForExitAsync();

        host.ExitCode.ShouldBe(130);
        _bench.RunFile("run.json").ShouldContain("\"stopped\"");
    }

    [Fact]
    public async Task A_second_interrupt_stops_at_once()
    {
        using var host = Start("Hang");
        await WaitForState(host);

        await Send("INT", host.Id);
        (await host.StandardError.ReadLineAsync())!.ShouldContain("Ctrl-C again stops at once");
        await Send("INT", host.Id);
        await host.WaitForExitAsync();

        // The engine hangs for minutes and its deadline is 30 seconds: a run that was waited for would not say "running".
        host.ExitCode.ShouldBe(130);
        _bench.RunFile("run.json").ShouldContain("\"running\"");
    }

    [Fact]
    public async Task A_run_stops_when_the_process_that_started_it_is_killed()
    {
        // The shell names itself as this host names itself to the runs of a comparison, and waits.
        Write("Wait");
        var host = Path.Combine(AppContext.BaseDirectory, "dotnet-host.dll");
        var script = $"{ParentWatch.Variable}=$$ dotnet '{host}' run '{_bench.JobFile}' 2>/dev/null & echo $! > '{_bench.Folder}/run.pid'; wait";
        using var starter = Launch("bash", "-c", script);
        await WaitForState(starter);

        await Send("KILL", starter.Id);
        await WaitForText("run.json", "\"stopped\"");

        _bench.RunFile("run.json").ShouldContain("stopped by the end of the process that started it");
    }

    [Fact]
    public async Task A_killed_comparison_leaves_no_run_behind()
    {
        var (comparison, cell) = await StartComparison();
        using var started = comparison;

        await Send("KILL", comparison.Id);
        await comparison.WaitForExitAsync();
        await Until(() => RunState.Read(cell)?.State == "stopped");

        RunState.Read(cell)!.Reason.ShouldBe("stopped by the end of the process that started it");
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("USR1")]
    public async Task A_signal_to_a_comparison_stops_its_runs_and_saves_their_states(string signal)
    {
        var (comparison, cell) = await StartComparison();
        using var started = comparison;

        await Send(signal, comparison.Id);
        await comparison.WaitForExitAsync();

        comparison.ExitCode.ShouldBe(130);
        RunState.Read(cell)!.State.ShouldBe("stopped");
    }

    [Theory]
    [InlineData("SigIgn:\t0000000000000001", "SIGHUP")]
    [InlineData("SigIgn:\t0000000000000006", "SIGINT SIGQUIT")]
    [InlineData("SigIgn:\t0000000000800a00", "SIGUSR1 SIGUSR2 SIGXCPU")]
    [InlineData("SigIgn:\t0000000000001000", "")]
    [InlineData("SigCgt:\t0000000000000001", "")]
    public void Ignored_signals_are_read_from_the_kernels_mask(string line, string names) =>
        string.Join(' ', IgnoredSignals.Of(["Name:\tdotnet", line]).Order(StringComparer.Ordinal)).ShouldBe(names);

    [Theory]
    [InlineData("/usr/bin/dotnet host run job.json", true)]
    [InlineData("dotnet tool run dotnet-host", true)]
    [InlineData("dotnet test tests.dll", false)]
    [InlineData("bash -c dotnet", false)]
    [InlineData("dotnet", false)]
    public void The_command_in_front_of_a_local_tool_is_known_by_its_line(string line, bool isTool) =>
        ParentWatch.IsToolCommand(line.Split(' ')).ShouldBe(isTool);

    private void Write(string mode) => _bench.Job($$""" "engine": { "use": "wayward", "options": { "mode": "{{mode}}" } } """);

    private Process Start(string mode, params string[] environment)
    {
        Write(mode);
        var host = Path.Combine(AppContext.BaseDirectory, "dotnet-host.dll");
        return Launch("env", [DefaultSignals, .. environment, "dotnet", host, "run", _bench.JobFile]);
    }

    private static Process Launch(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            Environment = { ["PLUGINHOST_HOME"] = Workbench.Fixtures },
        };
        return Process.Start(start)!;
    }

    private async Task WaitForState(Process host)
    {
        while (!File.Exists(Path.Combine(_bench.RunFolder, "state.txt")))
        {
            host.HasExited.ShouldBeFalse();
            await Task.Delay(50);
        }
    }

    private Task WaitForText(string file, string text) => Until(() => _bench.RunFile(file).Contains(text, StringComparison.Ordinal));

    /// <summary>Starts a comparison of one run and waits until that run is under way.</summary>
    private async Task<(Process Comparison, string Cell)> StartComparison()
    {
        Write("Wait");
        ComparisonBench.Write(_bench, """
            { "name": "grid", "job": "job.json",
              "axes": [ { "name": "seed", "path": "seed", "values": [1], "repetition": true } ],
              "table": { "rows": [], "figures": [ { "name": "loss", "path": "loss" } ] } }
            """);
        var cell = Path.Combine(_bench.Folder, "runs", "grid", "seed-1");
        var host = Path.Combine(AppContext.BaseDirectory, "dotnet-host.dll");
        var comparison = Launch("env", DefaultSignals, "dotnet", host, "compare", Path.Combine(_bench.Folder, "comparison.json"));
        while (!File.Exists(Path.Combine(cell, "state.txt")))
        {
            comparison.HasExited.ShouldBeFalse();
            await Task.Delay(50);
        }

        return (comparison, cell);
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var round = 0; !condition(); round++)
        {
            round.ShouldBeLessThan(600);
            await Task.Delay(50);
        }
    }

    private static async Task Send(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
