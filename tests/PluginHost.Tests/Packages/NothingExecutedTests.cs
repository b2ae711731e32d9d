namespace PluginHost.Tests.Packages;

/// <summary>
/// The fixture word.trap writes into a file as soon as any of its code runs. Alone: the file's name is in the environment.
/// </summary>
[CollectionDefinition(nameof(NothingExecutedTests), DisableParallelization = true)]
[Collection(nameof(NothingExecutedTests))]
public class NothingExecutedTests : IDisposable
{
    private const string Variable = "FIXTURES_TRAP";
    private readonly PackageBench _bench = new();

    public NothingExecutedTests() => Environment.SetEnvironmentVariable(Variable, Trace);

    private string Trace => _bench.At("trace.txt");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _bench.Dispose();
    }

    [Fact]
    public async Task Verifying_installing_listing_and_removing_execute_nothing_of_a_plugin()
    {
        var package = await _bench.Pack("word.trap", "trap");
        File.ReadAllLines(Trace).ShouldBe(["module initializer", "static constructor", "register"]);
        File.Delete(Trace);

        (await _bench.Cli("plugins", "verify", package)).ShouldExitWith(0);
        (await _bench.Cli("plugins", "verify", _bench.At("trap"))).ShouldExitWith(0);
        (await _bench.Cli("plugins", "install", package)).ShouldExitWith(0);
        (await _bench.Cli("plugins", "list")).ShouldExitWith(0).Output.ShouldContain("word.trap");
        (await _bench.Cli("plugins", "remove", "word.trap")).ShouldExitWith(0);
        (await _bench.Cli("plugins", "install", _bench.At("trap"))).ShouldExitWith(0);

        File.Exists(Trace).ShouldBeFalse();
    }

    [Fact]
    public async Task A_plugin_whose_files_were_changed_is_refused_before_any_of_it_runs()
    {
        (await _bench.Cli("plugins", "install", await _bench.Pack("word.trap", "trap"))).ShouldExitWith(0);
        File.Delete(Trace);
        await File.AppendAllTextAsync(Path.Combine(_bench.Store, "word.trap/1.0.0/word.trap.dll"), "x");

        (await _bench.Cli("plugins", "inspect", "word.trap")).ShouldExitWith(3).Finding("PH0319").ShouldContain("word.trap.dll");

        File.Exists(Trace).ShouldBeFalse();
    }
}
