using PluginHost.Jobs.Tests;

namespace PluginHost.Contracts.Policy;

/// <summary>The SDK's package validation against the last release, tried with the contracts as they are and with broken ones.</summary>
[Collection("packages of the released contracts")]
public sealed class PackageValidationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("PluginHost.Contracts")]
    [InlineData("PluginHost.Learning")]
    [InlineData("PluginHost.Learning.Separation")]
    [InlineData("PluginHost.Learning.AudioVisual")]
    [InlineData("PluginHost.Tensors")]
    public void The_contracts_of_today_pack_and_break_nothing_that_was_released(string contract)
    {
        var project = Path.Combine(Repository.Root, "contracts", contract);

        var pack = Packing.Pack(_folder.Path, project, "--no-build", "-o", _folder.Path);

        pack.ExitCode.ShouldBe(0, pack.Output);
        Directory.GetFiles(_folder.Path, "*.nupkg").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("bool Resume { get; }", "", "CP0002")]
    [InlineData("public RunEnded() => throw null;", "public RunEnded(int code) => throw null;", "CP0002")]
    [InlineData("bool Resume { get; }", "bool Resume { get; } int Added();", "CP0006")]
    [InlineData("bool Resume { get; }", "bool Resume { get; } int Added() => throw null;", "")]
    [InlineData("public interface ISelfCheck", "public interface IAdded { int Added(); } public interface ISelfCheck", "")]
    public void A_removed_member_and_a_new_abstract_one_break_a_contract_while_default_methods_and_new_interfaces_do_not(
        string old,
        string replacement,
        string code)
    {
        var text = File.ReadAllText(Repository.ReleasedText("PluginHost.Contracts"));
        text.ShouldContain(old);
        _folder.File("surface.txt", text.Replace(old, replacement, StringComparison.Ordinal));
        var released = Packing.PackReleased("PluginHost.Contracts");
        var baseline = Path.Combine(released, $"PluginHost.Contracts.{Repository.Released.ToString(3)}.nupkg");
        var project = _folder.File("changed.csproj", $"""
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

        var pack = Packing.Pack(_folder.Path, project);

        (pack.ExitCode == 0).ShouldBe(code.Length == 0, pack.Output);
        pack.Output.ShouldContain(code);
    }

    public void Dispose() => _folder.Dispose();
}
