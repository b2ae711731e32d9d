namespace PluginHost.Tests.Packages;

public class PackedProjectTests : IDisposable
{
    private readonly PackageBench _bench = new(new Workbench().Layout);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_strangers_project_is_built_packed_installed_and_run()
    {
        var contracts = typeof(Contracts.IPlugin).Assembly.Location;
        var fixtures = Path.Combine(Workbench.Fixtures, "shared", "Fixtures.Contracts.dll");
        Write("word.own.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <EnableDynamicLoading>true</EnableDynamicLoading>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{contracts}" Private="false" />
                <Reference Include="{fixtures}" Private="false" />
                <None Update="plugin.json" CopyToOutputDirectory="PreserveNewest" />
              </ItemGroup>
            </Project>
            """);
        Write("Plugin.cs", """
            public sealed class OwnPlugin : PluginHost.Contracts.IPlugin
            {
                public void Register(PluginHost.Contracts.IComponentRegistry components) =>
                    components.Add<Fixtures.Contracts.IWord, OwnWord>("own");
            }
            public sealed class OwnWord : Fixtures.Contracts.IWord
            {
                public string Text => "own word";
            }
            """);
        Write("plugin.json", """
            {
              "id": "word.own", "version": "0.1.0", "targetFramework": "net10.0",
              "contracts": { "PluginHost.Contracts": "[0.1,0.2)", "Fixtures.Contracts": "[1.0,2.0)" },
              "entryAssembly": "word.own.dll", "entryType": "OwnPlugin",
              "provides": [{ "kind": "word", "name": "own" }]
            }
            """);

        var packed = (await _bench.Cli("plugins", "pack", _bench.At("own"), "--output", _bench.Folder)).ShouldExitWith(0);
        packed.Output.ShouldContain("Packed word.own 0.1.0");
        (await _bench.Cli("plugins", "install", _bench.At("word.own.0.1.0.nupkg"))).ShouldExitWith(0);
        (await _bench.Bench.Job(""" "engine": "trivial", "word": "own" """).Run()).ShouldExitWith(0);

        _bench.Bench.Result().ShouldContain("own word");
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(_bench.At("own"));
        File.WriteAllText(Path.Combine(_bench.At("own"), name), text);
    }
}
