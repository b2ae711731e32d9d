using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PluginHost.Contracts;
using PluginHost.Loading;

namespace PluginHost.Sdk.Tests;

/// <summary>A source compiled with the generator.</summary>
internal sealed class Generated
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations;
        using System.Text.Json.Serialization;
        using PluginHost.Contracts;
        namespace Sample;
        public interface IPlain { }
        [ComponentKind("word")] public interface IWord { }
        public interface ILongWord : IWord { }
        [ComponentKind("source")] public interface ISource { }

        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "PluginHost.Contracts.dll" or ['S', 'y', 's', 't', 'e', 'm', '.', ..])
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private Generated(Compilation compilation, IReadOnlyList<Diagnostic> findings) => (Compilation, Findings) = (compilation, findings);

    public Compilation Compilation { get; }

    /// <summary>What the generator found.</summary>
    public IReadOnlyList<Diagnostic> Findings { get; }

    public static CSharpCompilation Compile(string source, string name = "Sample") => CSharpCompilation.Create(
        name,
        [CSharpSyntaxTree.ParseText(Usings + source, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse), "Sample.cs")],
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
            // The samples do nothing with what they are given.
            .WithSpecificDiagnosticOptions([KeyValuePair.Create("CS9113", ReportDiagnostic.Suppress)]));

    public static Generated From(string source)
    {
        var driver = Driver().RunGeneratorsAndUpdateCompilation(Compile(source), out var compilation, out var findings);
        driver.GetRunResult().Results.ShouldAllBe(result => result.Exception == null);
        return new Generated(compilation, findings);
    }

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new PluginGenerator().AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Parse),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>The components of a source without faults.</summary>
    public static IReadOnlyList<ComponentRegistration> Components(string source) => Register(Load(From(source).Emit()));

    /// <summary>The one component of a source without faults.</summary>
    public static ComponentRegistration Component(string source) => Components(source).ShouldHaveSingleItem();

    public static Assembly Load(byte[] image) =>
        new AssemblyLoadContext("generated", isCollectible: true).LoadFromStream(new MemoryStream(image));

    public byte[] Emit()
    {
        using var image = new MemoryStream();
        var result = Compilation.Emit(image);
        result.Diagnostics.Where(finding => finding.Severity >= DiagnosticSeverity.Warning).ShouldBeEmpty();
        Findings.ShouldBeEmpty();
        return image.ToArray();
    }

    public static IReadOnlyList<ComponentRegistration> Register(Assembly assembly)
    {
        var registry = new ComponentRegistry();
        var entry = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "PluginHost.EntryType").Value!;
        ((IPlugin)Activator.CreateInstance(assembly.GetType(entry, throwOnError: true)!)!).Register(registry);
        return registry.Components;
    }
}
