using PluginHost.Jobs.Tests;

namespace PluginHost.Contracts.Policy;

/// <summary>The SDK's package validation against the last release, tried with the contracts as they are and with broken ones.</summary>
[Collection("packages of the released contracts")]
public sealed class PackageValidationTests : IDisposable
{
    private static readonly string[] Contracts =
    [
        "PluginHost.Contracts", "PluginHost.Learning", "PluginHost.Learning.Separation", "PluginHost.Learning.AudioVisual", "PluginHost.Tensors",
    ];

    // What becomes of the released text of PluginHost.Contracts, and the error that it is; none for a change that breaks nothing.
    private static readonly (string Name, string Old, string New, string Code)[] Changes =
    [
        ("removed", "bool Resume { get; }", "", "CP0002"),
        ("changed", "public RunEnded() => throw null;", "public RunEnded(int code) => throw null;", "CP0002"),
        ("abstract", "bool Resume { get; }", "bool Resume { get; } int Added();", "CP0006"),
        ("default", "bool Resume { get; }", "bool Resume { get; } int Added() => throw null;", ""),
        ("interface", "public interface ISelfCheck", "public interface IAdded { int Added(); } public interface ISelfCheck", ""),
    ];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_contracts_of_today_pack_and_break_nothing_that_was_released()
    {
        string[] projects = [.. Contracts.Select(contract => Path.Combine(Repository.Root, "contracts", contract, $"{contract}.csproj"))];

        var pack = Packing.PackAll(_folder, projects, $"NoBuild=true;PackageOutputPath={_folder.Path}");

        pack.ExitCode.ShouldBe(0, pack.Output);
        Directory.GetFiles(_folder.Path, "*.nupkg").Length.ShouldBe(Contracts.Length);
    }

    [Fact]
    public void A_removed_member_and_a_new_abstract_one_break_a_contract_while_default_methods_and_new_interfaces_do_not()
    {
        var text = File.ReadAllText(Repository.ReleasedText("PluginHost.Contracts"));
        var released = Packing.PackReleased("PluginHost.Contracts");
        var baseline = Path.Combine(released, $"PluginHost.Contracts.{Repository.Released.ToString(3)}.nupkg");
        string Project((string Name, string Old, string New, string Code) change)
        {
            text.ShouldContain(change.Old);
            Directory.CreateDirectory(Path.Combine(_folder.Path, change.Name));
            _folder.File($"{change.Name}/surface.txt", text.Replace(change.Old, change.New, StringComparison.Ordinal));
            return _folder.File($"{change.Name}/{change.Name}.csproj", $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <AssemblyName>PluginHost.Contracts</AssemblyName>
                    <PackageId>PluginHost.Contracts</PackageId>
                    <Version>1.99.0</Version>
                    <EnablePackageValidation>true</EnablePackageValidation>
                    <PackageValidationBaselinePath>{baseline}</PackageValidationBaselinePath>
                  </PropertyGroup>
                  <ItemGroup>
                    <Compile Include="surface.txt" />
                  </ItemGroup>
                </Project>
                """);
        }

        var pack = Packing.PackAll(_folder, [.. Changes.Select(Project)]);

        pack.ExitCode.ShouldBe(1, pack.Output);
        var errors = pack.Output.Split('\n').Where(line => line.Contains("error ", StringComparison.Ordinal)).ToArray();
        foreach (var change in Changes)
        {
            var own = errors.Where(line => line.Contains($"{change.Name}.csproj", StringComparison.Ordinal)).ToArray();
            if (change.Code.Length == 0) own.ShouldBeEmpty(change.Name);
            else own.ShouldContain(line => line.Contains($"error {change.Code}:", StringComparison.Ordinal), $"{change.Name}: {pack.Output}");
        }
    }

    public void Dispose() => _folder.Dispose();
}
