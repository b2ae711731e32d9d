using System.Diagnostics;
using PluginHost.Tests.Packages;

namespace PluginHost.Tests.Stores;

/// <summary>The host as a process of its own, since what it reads of its environment belongs to the process.</summary>
public class EnvironmentTests : IDisposable
{
    private readonly PackageBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_users_store_lies_where_the_environment_says()
    {
        var package = await _bench.PackGood("1.5.0");

        (await Install(package, ("XDG_DATA_HOME", _bench.At("data")))).ShouldBe(0);
        (await Install(package, ("XDG_DATA_HOME", _bench.At("other")), ("PLUGINHOST_STORE", _bench.At("store")))).ShouldBe(0);

        File.Exists(_bench.At("data/pluginhost/plugins/word.good/1.5.0/plugin.json")).ShouldBeTrue();
        File.Exists(_bench.At("store/word.good/1.5.0/plugin.json")).ShouldBeTrue();
        Directory.Exists(_bench.At("other")).ShouldBeFalse();
    }

    [Fact]
    public async Task Allow_lists_of_the_environment_and_of_the_users_settings_are_in_force()
    {
        var package = await _bench.PackGood("1.5.0");
        Directory.CreateDirectory(_bench.At("config/pluginhost"));
        await File.WriteAllTextAsync(_bench.At("none.json"), """{ "plugins": [] }""");
        File.Copy(_bench.At("none.json"), _bench.At("config/pluginhost/plugins.allow.json"));

        (await Install(package, ("PLUGINHOST_STORE", _bench.At("a")), ("PLUGINHOST_ALLOW", _bench.At("none.json")))).ShouldBe(3);
        (await Install(package, ("PLUGINHOST_STORE", _bench.At("a")), ("XDG_CONFIG_HOME", _bench.At("config")))).ShouldBe(3);
        (await Install(package, ("PLUGINHOST_STORE", _bench.At("a")))).ShouldBe(0);
    }

    private async Task<int> Install(string package, params (string Name, string Value)[] environment)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "dotnet-host.dll");
        var start = new ProcessStartInfo("dotnet", [host, "plugins", "install", package])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PLUGINHOST_HOME"] = Workbench.Fixtures, ["XDG_CONFIG_HOME"] = _bench.At("empty") },
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
