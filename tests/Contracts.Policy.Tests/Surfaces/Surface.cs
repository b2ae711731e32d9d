using System.Reflection;
using System.Text;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>
/// The public surface of an assembly as C# that compiles: declarations only, sorted, with bodies that throw. Reviewers read it as text;
/// compiled, it is a reference assembly, which is how the contracts of an earlier release are kept.
/// </summary>
internal static class Surface
{
    private const string TensorLayer = "TorchSharp";

    private static readonly string[] Usings =
        ["System", "System.Collections.Generic", "System.Text.Json", "System.Threading", "System.Threading.Tasks"];

    /// <summary>The namespaces whose types are printed by their short names.</summary>
    public static IReadOnlyList<string> ShortNamespaces { get; } =
        [.. Usings, "PluginHost.Contracts", "PluginHost.Learning", "PluginHost.Learning.Separation", "PluginHost.Learning.AudioVisual", TensorLayer];

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        text.Append("#nullable enable\n#pragma warning disable\n");
        var usesTensors = Array.Exists(assembly.GetReferencedAssemblies(), name => name.Name == TensorLayer);
        // The contracts below, whose names are printed short; what a namespace is nested in needs no using.
        var below = assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => ShortNamespaces.Contains(name) && name != TensorLayer && !Usings.Contains(name))
            .Order(StringComparer.Ordinal);
        string[] layer = usesTensors ? [TensorLayer] : [];
        foreach (var space in (string[])[.. Usings, .. below, .. layer]) text.Append("using ").Append(space).Append(";\n");
        var types = assembly.GetExportedTypes().Where(type => type.DeclaringType is null);
        foreach (var space in types.GroupBy(type => type.Namespace ?? "").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append("\nnamespace ").Append(space.Key).Append("\n{\n");
            foreach (var type in space.OrderBy(type => type.FullName, StringComparer.Ordinal))
                text.Append(Indent(TypeSurface.Print(type)));
            text.Append("}\n");
        }

        return text.ToString();
    }

    /// <summary>Moves every line four blanks to the right.</summary>
    public static string Indent(string block) => string.Concat(block.TrimEnd('\n').Split('\n').Select(line => $"    {line}\n"));
}
