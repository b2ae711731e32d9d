using PluginHost.Discovery;

namespace PluginHost.Tests.Contexts;

public sealed class LoadContextTests : IDisposable
{
    private readonly PluginBench _plugins = new();
    private readonly Workbench _bench = new();

    public void Dispose()
    {
        _plugins.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void An_unloaded_plugin_loads_nothing_more()
    {
        var plugin = _plugins.Load("word.library-v1");
        var library = Path.Combine(plugin.Folder.Path, "Fixtures.Library.dll");

        plugin.Unload();

        plugin.Folder.State.ShouldBe(PluginState.Unloaded);
        Should.Throw<InvalidOperationException>(() => plugin.Context.LoadFromAssemblyPath(library));
    }

    [Fact]
    public void A_path_that_is_not_rooted_never_reaches_the_runtime()
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(Workbench.Plugins, "word.library-v1"));

        PluginBench.Find(relative).Path.ShouldBe(Path.Combine(Workbench.Plugins, "word.library-v1"));
        var context = _plugins.Load("word.library-v1").Context;
        Should.Throw<ArgumentException>(() => context.LoadFromAssemblyPath(relative));
    }

    [Fact]
    public void The_same_folder_named_twice_is_one_plugin()
    {
        var folder = Path.Combine(Workbench.Plugins, "word.good");

        PluginDiscovery.Discover([folder, Workbench.Plugins, folder + "/"]).Versions("word.good").ShouldHaveSingleItem();
    }

    [Fact]
    public void Two_folders_with_one_id_and_version_are_one_plugin_the_first_with_a_word_about_the_other()
    {
        _bench.CopyPlugin("word.good", "mine/good");

        var catalog = PluginDiscovery.Discover([Path.Combine(_bench.Folder, "mine"), Workbench.Plugins]);

        var found = catalog.Versions("word.good").ShouldHaveSingleItem();

        found.Folder.Path.ShouldStartWith(_bench.Folder);
        found.Folder.Findings.All.ShouldContain(reported => reported.Finding.Code == "PH0318");
    }

    [Fact]
    public async Task A_program_can_be_a_plugin()
    {
        (await _bench.Job(""" "engine": "trivial", "word": "program" """).Run()).ShouldExitWith(0);

        _bench.Result()[1].ShouldBe("from a program");
    }

    [Fact]
    public async Task A_plugin_finds_its_own_types_and_assembly_by_name()
    {
        (await _bench.Job(""" "engine": "trivial", "word": "reflective" """).Run()).ShouldExitWith(0);

        _bench.Result()[1].ShouldBe("True True");
    }

    [Fact]
    public async Task A_component_that_two_plugins_claim_is_warned_of_where_plugins_are_listed()
    {
        _bench.CopyPlugin("word.library-v1", "mine/other", ("\"id\": \"word.library-v1\"", "\"id\": \"word.other\""));

        (await _bench.Cli(["plugins", "list", "--plugins", Path.Combine(_bench.Folder, "mine")]))
            .Finding("PH0315")
            .ShouldContain("word.library-v1 is also provided by");
    }
}
