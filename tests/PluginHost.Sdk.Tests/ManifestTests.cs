using System.Collections;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PluginHost.Findings;
using PluginHost.Loading;
using PluginHost.Manifests;
using PluginHost.Options;
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
    public void A_build_writes_the_schema_that_the_loaded_options_have()
    {
        var context = new AssemblyLoadContext("made", isCollectible: true);
        context.Resolving += (_, name) => name.Name == "Fixtures.Contracts"
            ? context.LoadFromAssemblyPath(Path.GetFullPath("../../shared/Fixtures.Contracts.dll", Fixture))
            : null;
        var entry = context.LoadFromAssemblyPath(Path.Combine(Fixture, "word.made.dll")).GetType("Fixtures.Made.Plugin")!;
        var registry = new ComponentRegistry();
        ((Contracts.IPlugin)Activator.CreateInstance(entry)!).Register(registry);

        var written = Read(Fixture).Provides.ShouldHaveSingleItem().Options;

        written!.ToJsonString().ShouldBe(OptionsSchema.Create(registry.Components.ShouldHaveSingleItem().Options!).ToJsonString());
        written["properties"]!["inner"]!["properties"]!["depth"]!["default"]!.ToJsonString().ShouldBe("0.5");
        context.Unload();
    }

    [Theory]
    [InlineData("public int Count { get; set; } = int.Parse(\"x\");", "word.a: The input string 'x' was not in a correct format.")]
    [InlineData("public AOptions() { Environment.Exit(3); }", "exit 3")]
    public void Options_whose_defaults_cannot_be_made_are_told_and_leave_the_manifest_without_schemas(string member, string fault)
    {
        var source = $$"""
            [Component("a")] public sealed class B(AOptions options) : IWord { }
            public class AOptions { {{member}} }
            """;
        var task = Task(Compiled(source), []);
        var engine = new TalkingEngine();
        task.BuildEngine = engine;
        task.References = [new TaskItem(typeof(Contracts.IPlugin).Assembly.Location)];
        task.SchemaProgram = Path.Combine(Fixture, "../../../sdk/tasks/net10.0/PluginHost.Sdk.Schemas.dll");

        task.Execute().ShouldBeTrue();

        Read(_folder).Provides.ShouldHaveSingleItem().Options.ShouldBeNull();
        engine.Warnings.ShouldHaveSingleItem().ShouldBe($"PHSDK012 The options get no schema in plugin.json: {fault}");
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
        Task(Compiled(source, [.. contracts, .. libraries]), contracts, libraries).Execute().ShouldBeTrue();
        return Read(_folder);
    }

    private string Compiled(string source, params string[] references)
    {
        var driver = Generated.Driver().RunGeneratorsAndUpdateCompilation(
            Generated.Compile(source).AddReferences(references.Select(path => MetadataReference.CreateFromFile(path))),
            out var compilation,
            out _);
        driver.GetRunResult().Diagnostics.ShouldBeEmpty();
        var file = Path.Combine(_folder, "Sample.dll");
        compilation.Emit(file).Success.ShouldBeTrue();
        return file;
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

    /// <summary>A build of which the warnings are of interest.</summary>
    private sealed class TalkingEngine : IBuildEngine
    {
        public List<string> Warnings { get; } = [];

        public bool ContinueOnError => false;

        public int LineNumberOfTaskNode => 0;

        public int ColumnNumberOfTaskNode => 0;

        public string ProjectFileOfTaskNode => "";

        public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) => false;

        public void LogCustomEvent(CustomBuildEventArgs e)
        {
        }

        public void LogErrorEvent(BuildErrorEventArgs e)
        {
        }

        public void LogMessageEvent(BuildMessageEventArgs e)
        {
        }

        public void LogWarningEvent(BuildWarningEventArgs e) => Warnings.Add($"{e.Code} {e.Message}");
    }
}
