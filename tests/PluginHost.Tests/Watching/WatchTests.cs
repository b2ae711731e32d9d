using System.Text;
using PluginHost.Cli;
using PluginHost.Loading;
using PluginHost.Watching;

namespace PluginHost.Tests;

public class WatchTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_good_plugin_is_loaded_with_its_components_and_unloaded()
    {
        var plugin = Check(_bench.CopyPlugin("word.good", "mine/word.good")).ShouldHaveSingleItem();

        plugin.Name.ShouldBe("word.good 1.4.0");
        plugin.Components.ShouldContain("word.good");
        plugin.Findings.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("word.silent", "PH0402")]
    [InlineData("word.future", "PH0306")]
    public void What_is_wrong_with_a_plugin_is_found_in_its_own_folder(string id, string code)
    {
        var folder = _bench.CopyPlugin(id, $"mine/{id}");

        var finding = Check(folder).ShouldHaveSingleItem().Findings.All.ShouldHaveSingleItem().Finding;

        finding.Code.ShouldBe(code);
        finding.Where.ShouldContain($"mine/{id}");
    }

    [Fact]
    public void Every_plugin_of_a_directory_is_checked()
    {
        _bench.CopyPlugin("word.good", "mine/word.good");
        _bench.CopyPlugin("word.library-v1", "mine/word.library-v1");

        Check(Path.Combine(_bench.Folder, "mine")).Select(plugin => plugin.Name).ShouldBe(["word.good 1.4.0", "word.library-v1 1.0.0"]);
        Check(Path.Combine(_bench.Folder, "runs")).ShouldBeEmpty();
    }

    [Fact]
    public void A_plugin_may_be_written_over_while_its_check_is_remembered()
    {
        var folder = _bench.CopyPlugin("word.good", "mine/word.good");
        Check(folder);

        File.WriteAllText(Path.Combine(folder, "word.good.dll"), "a build is under way");

        Check(folder).Single().Findings.HasErrors.ShouldBeTrue();
    }

    [Fact]
    public async Task The_command_tells_again_after_a_rebuild_and_ends_with_0()
    {
        var folder = _bench.CopyPlugin("word.good", "mine/word.good");
        var manifest = Path.Combine(folder, "plugin.json");
        var output = new SharedText();
        using var stop = new CancellationTokenSource();
        var running = HostCli.RunAsync(["plugins", "watch", folder], _bench.Layout, output, TextWriter.Null, stop.Token);
        await output.Until("word.good 1.4.0 verified, loaded and unloaded: word.good", running);

        var text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, text.Replace("Fixtures.Good.Plugin", "Fixtures.Good.Plugn", StringComparison.Ordinal));
        await output.Until("word.good 1.4.0 refused", running);
        await output.Until("PH0309", running);
        await stop.CancelAsync();

        (await running).ShouldBe(0);
    }

    [Fact]
    public async Task A_directory_that_is_not_there_is_refused()
    {
        (await _bench.Cli(["plugins", "watch", Path.Combine(_bench.Folder, "nowhere")])).ShouldExitWith(2).Finding("PH0701");
    }

    private IReadOnlyList<CheckedPlugin> Check(string directory) =>
        new PluginCheck(_bench.Layout, new SharedAssemblies(_bench.Layout.SharedDirectory)).Run(directory);

    /// <summary>A writer that others can wait on.</summary>
    private sealed class SharedText : StringWriter
    {
        private readonly Lock _gate = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            lock (_gate) base.WriteLine(value);
        }

        public async Task Until(string text, Task running)
        {
            while (true)
            {
                lock (_gate)
                {
                    if (ToString().Contains(text, StringComparison.Ordinal)) return;
                }

                running.IsCompleted.ShouldBeFalse(ToString());
                await Task.Delay(20);
            }
        }
    }
}
