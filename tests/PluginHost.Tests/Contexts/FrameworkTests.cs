namespace PluginHost.Tests.Contexts;

public sealed class FrameworkTests : IDisposable
{
    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(""" "framework": { "name": "Microsoft.AspNetCore.App", "version": "10.0.0" } """)]
    [InlineData(""" "frameworks": [{ "name": "Microsoft.NETCore.App", "version": "10.0.0" }, { "name": "Microsoft.AspNetCore.App" }] """)]
    public async Task A_plugin_that_needs_a_shared_framework_of_its_own_is_refused(string frameworks)
    {
        var folder = _bench.CopyPlugin("word.library-v1", "mine/web", ("\"id\": \"word.library-v1\"", "\"id\": \"word.web\""));
        File.WriteAllText(Path.Combine(folder, "word.library-v1.runtimeconfig.json"), $$"""{ "runtimeOptions": { {{frameworks}} } }""");
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": { "use": "library-v1", "plugin": "word.web" } """);

        (await _bench.Run()).ShouldExitWith(3).Finding("PH0317").ShouldContain("Microsoft.AspNetCore.App, which a plugin cannot add");
    }

    [Fact]
    public async Task A_plugin_that_was_compiled_for_netstandard_is_refused_whatever_its_manifest_says()
    {
        (await _bench.Job(""" "engine": "trivial", "word": "standard" """).Run())
            .ShouldExitWith(3)
            .Finding("PH0307")
            .ShouldContain("the manifest says net10.0, but word.standard.dll was built for .NETStandard,Version=v2.0");
    }

    [Fact]
    public async Task A_dependency_that_was_not_shipped_is_warned_of_with_its_name_and_the_load_failure_names_the_plugin()
    {
        var folder = _bench.CopyPlugin("word.library-v1", "mine/bare", ("\"id\": \"word.library-v1\"", "\"id\": \"word.bare\""));
        File.Delete(Path.Combine(folder, "Fixtures.Library.dll"));
        _bench.Job(""" "plugins": ["mine"], "engine": "trivial", "word": { "use": "library-v1", "plugin": "word.bare" } """);

        var result = (await _bench.Run()).ShouldExitWith(4);

        result.Finding("PH0316")
            .ShouldContain("it refers to Fixtures.Library 1.0.0.0, which is neither in the folder nor shared nor part of .NET");
        result.Finding("PH0501").ShouldContain("Fixtures.Library");
    }
}
