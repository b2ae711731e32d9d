namespace PluginHost.Tests.Contexts;

public sealed class SharedAssemblyTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task An_assembly_that_a_contract_refers_to_is_shared_too_though_the_plugin_ships_a_copy_and_uses_that_first()
    {
        var result = await _bench.Job(""" "engine": "trivial", "word": ["measured", "library-v1"] """).Run();

        result.ShouldExitWith(0).Finding("PH0313").ShouldContain("copy of Fixtures.Units");
        _bench.Result()[1].ShouldBe("7 letters");
    }

    [Fact]
    public void Types_in_the_signature_of_a_contract_are_the_hosts_whichever_plugin_is_loaded_first()
    {
        using var bench = new PluginBench();
        var words = new[] { "word.measured", "word.measured" }.Select(bench.Load).Select(PluginBench.Build);
        var lengths = words.Select(word => word.GetType().GetProperty("Length")!.GetValue(word)!.GetType());

        lengths.Distinct().ShouldHaveSingleItem().Assembly.IsCollectible.ShouldBeFalse();
    }

    [Fact]
    public async Task A_newer_copy_of_the_hosts_own_contracts_in_the_folder_is_ignored()
    {
        var folder = _bench.CopyPlugin("word.library-v1", "mine/newer", ("\"id\": \"word.library-v1\"", "\"id\": \"word.newer\""));
        var newer = Path.Combine(Workbench.Fixtures, "contracts-next", "PluginHost.Contracts.dll");
        File.Copy(newer, Path.Combine(folder, "PluginHost.Contracts.dll"));
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": { "use": "library-v1", "plugin": "word.newer" } """);

        (await _bench.Run()).ShouldExitWith(0).Finding("PH0313").ShouldContain("copy of PluginHost.Contracts");
    }
}
