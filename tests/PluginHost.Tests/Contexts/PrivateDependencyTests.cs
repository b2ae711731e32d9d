using System.Reflection;

namespace PluginHost.Tests.Contexts;

public sealed class PrivateDependencyTests : IDisposable
{
    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Three_plugins_each_get_their_own_version_of_a_library_the_newest_being_loaded_first()
    {
        var editions = new[] { "word.library-v3", "word.library-v2", "word.library-v1" }.Select(Edition).ToArray();

        editions.Select(edition => edition.Assembly.GetName().Version!.Major).ShouldBe([3, 2, 1]);
        editions.Distinct().Count().ShouldBe(3);
        editions.Select(edition => edition.GetProperty("Name")!.GetValue(null)).ShouldBe(["third", "second", "first"]);
    }

    [Fact]
    public void The_same_plugin_in_two_contexts_has_two_sets_of_types()
    {
        var (one, other) = (_bench.Load("word.library-v1"), _bench.Load("word.library-v1"));

        one.Entry.ShouldNotBeSameAs(other.Entry);
        one.Components[0].Contract.ShouldBeSameAs(other.Components[0].Contract);
    }

    private Type Edition(string id)
    {
        var plugin = _bench.Load(id);
        PluginBench.Build(plugin);
        return plugin.Context.LoadFromAssemblyName(new AssemblyName("Fixtures.Library")).GetType("Fixtures.Library.Edition")!;
    }
}
