using System.Diagnostics;

namespace PluginHost.Tests;

/// <summary>The host as a process of its own, as signals need one.</summary>
public class SignalTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_stops_the_run_cleanly(string signal)
    {
        using var host = Start("Wait");
        await WaitForState(host);

        await Send(signal, host);
        await host.WaitForExitAsync();

        host.ExitCode.ShouldBe(130);
        _bench.RunFile("run.json").ShouldContain("\"stopped\"");
    }

    [Fact]
    public async Task A_second_interrupt_stops_at_once()
    {
        using var host = Start("Hang");
        await WaitForState(host);

        await Send("INT", host);
        (await host.StandardError.ReadLineAsync())!.ShouldContain("Ctrl-C again stops at once");
        await Send("INT", host);
        await host.WaitForExitAsync();

        // The engine hangs for minutes and its deadline is 30 seconds: a run that was waited for would not say "running".
        host.ExitCode.ShouldBe(130);
        _bench.RunFile("run.json").ShouldContain("\"running\"");
    }

    private Process Start(string mode)
    {
        _bench.Job($$""" "engine": { "use": "wayward", "options": { "mode": "{{mode}}" } } """);
        // A shell lets what it starts in the background ignore SIGINT, and children inherit that: tests may run there.
        string[] line = ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "dotnet-host.dll"), "run", _bench.JobFile];
        var start = new ProcessStartInfo("env", line)
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

    private static async Task Send(string signal, Process host)
    {
        using var kill = Process.Start("kill", [$"-{signal}", host.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
