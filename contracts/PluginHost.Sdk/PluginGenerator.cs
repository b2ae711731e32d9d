using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PluginHost.Sdk;

/// <summary>Writes the entry point, the JSON code of all options and the manifest's facts of an assembly with components.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class PluginGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var read = context.SyntaxProvider.ForAttributeWithMetadataName(
            ComponentReader.Attribute,
            static (node, _) => node is ClassDeclarationSyntax or RecordDeclarationSyntax,
            ComponentReader.Read);
        context.RegisterSourceOutput(read, static (output, item) =>
        {
            foreach (var problem in item.Problems) output.ReportDiagnostic(problem.ToDiagnostic());
        });
        var space = context.AnalyzerConfigOptionsProvider.Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName))
            .Select(static (pair, _) => Namespace(
                pair.Left.GlobalOptions.TryGetValue("build_property.RootNamespace", out var root) && root.Length > 0 ? root : pair.Right ?? ""));
        var taken = space.Combine(context.CompilationProvider)
            .Select(static (pair, _) => pair.Right.Assembly.GetTypeByMetadataName(PluginWriter.EntryType(pair.Left)) is { } type
                ? Place.Of(type)
                : null);
        var components = read.Where(static item => item.Component is not null).Select(static (item, _) => item.Component!).Collect();
        context.RegisterSourceOutput(
            components.Combine(space).Combine(taken),
            static (output, pair) => Write(output, pair.Left.Left, pair.Left.Right, pair.Right));
    }

    private static void Write(SourceProductionContext output, ImmutableArray<ComponentModel> found, string space, Place? taken)
    {
        if (found.Length == 0) return;
        var entry = PluginWriter.EntryType(space);
        if (taken is not null)
        {
            output.ReportDiagnostic(new Problem(SdkDiagnostics.EntryPoint, taken, new[] { entry }.ToSequence()).ToDiagnostic());
            return;
        }

        // Their order in the compilation is that of the files: the written one must not change with it.
        var components = found.OrderBy(component => component.Kind, StringComparer.Ordinal)
            .ThenBy(component => component.Name, StringComparer.Ordinal)
            .ToArray();
        for (var i = 1; i < components.Length; i++)
        {
            var (first, second) = (components[i - 1], components[i]);
            if (first.Kind != second.Kind || first.Name != second.Name) continue;
            var arguments = new[] { Short(first), Short(second), $"{first.Kind}.{first.Name}" };
            output.ReportDiagnostic(new Problem(SdkDiagnostics.SameName, second.Place, arguments.ToSequence()).ToDiagnostic());
            return;
        }

        output.AddSource("Plugin.g.cs", PluginWriter.Write(space, components));
        if (components.Any(component => component.Options is not null))
            output.AddSource("PluginOptionsJson.g.cs", OptionsJsonWriter.Write(space, components));
    }

    private static string Short(ComponentModel component) =>
        component.Implementation.Substring(component.Implementation.LastIndexOfAny(['.', ':']) + 1);

    /// <summary>The namespace of generated code: the project's root namespace, or the assembly's name made into one.</summary>
    private static string Namespace(string root)
    {
        var words = root.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(Identifier);
        var space = string.Join(".", words);
        return space.Length == 0 ? "Plugins" : space;
    }

    private static string Identifier(string word)
    {
        var letters = string.Concat(word.Select(letter => SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_'));
        return SyntaxFacts.IsValidIdentifier(letters) && SyntaxFacts.GetKeywordKind(letters) == SyntaxKind.None ? letters : "_" + letters;
    }
}
