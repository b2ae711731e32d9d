using System.Reflection;
using Microsoft.Build.Utilities;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PluginHost.Findings;
using PluginHost.Manifests;
using PluginHost.Sdk.Build;

namespace PluginHost.Sdk.Tests;

public sealed class ManifestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pluginhost-sdk-").FullName;

    private static string Fixture => Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "FixturesRoot").Value!,
        "plugins",
        "word.made");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_manifest_of_a_built_plugin_says_what_its_project_and_its_class_say()
    {
        var manifest = Read(Fixture);

        manifest.Id.ShouldBe("word.made");
        manifest.Version.ToString().ShouldBe("2.1.0");
        manifest.Name.ShouldBe("Made words");
        manifest.Description.ShouldBe("Says \"what\" it is told \\ or not");
        manifest.TargetFramework.ShouldBe("net10.0");
        manifest.EntryAssembly.ShouldBe("word.made.dll");
        manifest.EntryType.ShouldBe("Fixtures.Made.Plugin");
        var provided = manifest.Provides.ShouldHaveSingleItem();
        (provided.Kind, provided.Name, provided.Description).ShouldBe(("word", "made", "Says what it is told, e.g. \"a < b\""));
        provided.JobKeys.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("origin", "source"));
        manifest.Requires.ShouldHaveSingleItem().ShouldBe(new PluginRequirement("word.good", NuGet.Versioning.VersionRange.Parse("[1.0,2.0)")));
        manifest.Capabilities.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("gpu", "false"));
        var contracts = typeof(Contracts.IPlugin).Assembly.GetName().Version!;
        manifest.Contracts.Keys.ShouldBe(["Fixtures.Contracts", "PluginHost.Contracts"], ignoreOrder: true);
        manifest.Contracts["PluginHost.Contracts"].Satisfies(new NuGet.Versioning.NuGetVersion(contracts)).ShouldBeTrue();
    }

    [Fact]
    public void Assemblies_that_the_host_has_do_not_lie_beside_the_plugin() =>
        Directory.EnumerateFiles(Fixture, "*.dll").Select(Path.GetFileName).ShouldBe(["word.made.dll"]);

    [Theory]
    [InlineData("0.3.2", "[0.3.0, 0.4.0)")]
    [InlineData("1.4.0", "[1.4.0, 2.0.0)")]
    public void A_contract_in_use_has_the_versions_that_serve_what_was_compiled_against(string version, string range)
    {
        var contract = Emit("Words", $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] public interface IFine {{ }}");
        var unused = Emit("Unused", "public interface IUnused { }");

        var manifest = Write("[Component(\"a\")] public sealed class A : IWord, IFine { }", [contract, unused]);

        manifest.Contracts.Keys.ShouldBe(["PluginHost.Contracts", "Words"], ignoreOrder: true);
        manifest.Contracts["Words"].ToNormalizedString().ShouldBe(range);
    }

    [Fact]
    public void A_contract_that_a_library_beside_the_plugin_uses_counts_as_used()
    {
        var contract = Emit("Words", "[assembly: System.Reflection.AssemblyVersion(\"0.2.0\")] public interface IFine { }");
        var library = Emit("Library", "public class Base { IFine fine; }", contract);

        var manifest = Write("[Component(\"a\")] public sealed class A : Base, IWord { }", [contract], library);

        manifest.Contracts["Words"].ToNormalizedString().ShouldBe("[0.2.0, 0.3.0)");
    }

    [Fact]
    public void An_assembly_without_components_gets_no_manifest_and_loses_the_one_it_had()
    {
        File.WriteAllText(Path.Combine(_folder, "plugin.json"), "{}");

        Task(Emit("Plain", "public class Plain { }"), []).Execute().ShouldBeTrue();

        File.Exists(Path.Combine(_folder, "plugin.json")).ShouldBeFalse();
    }

    [Fact]
    public void Needs_facts_and_evidence_of_a_class_are_in_the_manifest()
    {
        var manifest = Write(
            "[Component(\"a\"), Needs<IPlain>(\"it is \\\"plain\\\"\"), Declares(\"memory\", \"none\"), Declares(\"fits\", \"all\")]"
            + "[Evidence(\"ATests.It_works\", Table = \"t.json\"), Evidence(\"ATests.It_ends\")] public sealed class A : IWord { }",
            []);

        var provided = manifest.Provides.ShouldHaveSingleItem();
        provided.Needs.ShouldBe([KeyValuePair.Create("IPlain", "it is \"plain\"")]);
        provided.Declares.ShouldBe([KeyValuePair.Create("memory", "none"), KeyValuePair.Create("fits", "all")]);
        provided.Evidence.ShouldBe([new("ATests.It_works", "t.json"), new("ATests.It_ends", null)]);
    }

    private static PluginManifest Read(string folder)
    {
        var (manifest, findings) = ManifestReader.Read(folder);
        findings.All.ShouldBeEmpty();
        return manifest!;
    }

    private PluginManifest Write(string source, string[] contracts, params string[] libraries)
    {
        var driver = Generated.Driver().RunGeneratorsAndUpdateCompilation(
            Generated.Compile(source).AddReferences(contracts.Concat(libraries).Select(path => MetadataReference.CreateFromFile(path))),
            out var compilation,
            out _);
        driver.GetRunResult().Diagnostics.ShouldBeEmpty();
        var file = Path.Combine(_folder, "Sample.dll");
        compilation.Emit(file).Success.ShouldBeTrue();
        Task(file, contracts, libraries).Execute().ShouldBeTrue();
        return Read(_folder);
    }

    private WritePluginManifest Task(string assembly, string[] contracts, params string[] libraries) => new()
    {
        Assembly = assembly,
        Contracts = [new TaskItem("PluginHost.Contracts"), .. contracts.Select(path => new TaskItem(Path.GetFileNameWithoutExtension(path)))],
        References = [.. libraries.Select(path => new TaskItem(path, new Dictionary<string, string>(StringComparer.Ordinal) { ["CopyLocal"] = "true" }))],
        Id = "word.sample",
        Version = "1.0",
        TargetFramework = "net10.0",
        ManifestFile = Path.Combine(_folder, "plugin.json"),
    };

    private string Emit(string name, string source, params string[] references)
    {
        var file = Path.Combine(_folder, name + ".dll");
        var core = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Runtime.dll" or "System.Private.CoreLib.dll");
        CSharpCompilation.Create(
                name,
                [CSharpSyntaxTree.ParseText(source)],
                core.Concat(references).Select(path => MetadataReference.CreateFromFile(path)),
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .Emit(file).Success.ShouldBeTrue();
        return file;
    }
}
