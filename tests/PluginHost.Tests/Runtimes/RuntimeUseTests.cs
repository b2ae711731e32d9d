using PluginHost.Loading;
using PluginHost.Runtimes;

namespace PluginHost.Tests.Runtimes;

public class RuntimeUseTests
{
    private static readonly SharedAssemblies Shared = new(Path.Combine(Workbench.Fixtures, "shared"));

    [Theory]
    [InlineData("Fixtures.Contracts", true)]
    [InlineData("fixtures.contracts", true)]
    [InlineData("PluginHost.Contracts", true)]
    [InlineData("Fixtures.Runtime", false)]
    public void A_plugin_uses_a_runtime_if_its_references_lead_there(string runtime, bool expected) =>
        RuntimeUse.IsUsed(runtime, Shared, [Plugin("word.good")]).ShouldBe(expected);

    [Fact]
    public void A_reference_within_the_shared_set_is_followed()
    {
        var file = Plugin("word.good");

        // The contract of words leads on to nothing that the plugin does not refer to itself, so it is taken as the plugin.
        RuntimeUse.IsUsed("PluginHost.Contracts", Shared, [Shared.Find("Fixtures.Contracts")!.Path]).ShouldBeTrue();
        RuntimeUse.IsUsed("System.Runtime", Shared, [file]).ShouldBeTrue();
    }

    [Fact]
    public void What_is_no_assembly_uses_nothing()
    {
        var text = Path.GetTempFileName();

        RuntimeUse.IsUsed("Fixtures.Contracts", Shared, [text, text + ".absent"]).ShouldBeFalse();

        File.Delete(text);
    }

    private static string Plugin(string id) => Path.Combine(Workbench.Plugins, id, $"{id}.dll");
}
