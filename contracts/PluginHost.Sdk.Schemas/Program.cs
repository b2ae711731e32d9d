using System.Runtime.Loader;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Contracts;

namespace PluginHost.Options;

/// <summary>
/// The program that a plugin's build starts: completes a manifest with the schemas of the options. Defaults are what an options class sets, so
/// it loads the plugin and lets it register.
/// </summary>
internal static class Program
{
    /// <summary>
    /// Reads the manifest from standard input, below the files that the plugin was compiled against and an empty line; writes it to standard
    /// output.
    /// </summary>
    /// <param name="arguments">The compiled plugin, and the name of its entry point.</param>
    /// <returns>0, or 1 after one line of what is wrong on standard error.</returns>
    public static int Main(string[] arguments)
    {
        var manifest = Console.Out;
        // What a plugin says meanwhile does not belong into its manifest.
        Console.SetOut(TextWriter.Null);
        try
        {
            var references = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (Console.In.ReadLine() is { Length: > 0 } file) references.TryAdd(Path.GetFileNameWithoutExtension(file), file);
            var json = (JsonObject)JsonNode.Parse(Console.In.ReadToEnd())!;
            AssemblyLoadContext.Default.Resolving += (context, name) =>
                references.TryGetValue(name.Name!, out var file) ? context.LoadFromAssemblyPath(file) : null;
            ManifestSchemas.Add(json, Schemas(arguments[0], arguments[1]));
            manifest.Write(json.ToJsonString(new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
            manifest.Flush();
            return 0;
        }
        catch (Exception exception)
        {
            // A static field that cannot be made hides the reason one below.
            Console.Error.WriteLine(exception.GetBaseException().Message.ReplaceLineEndings(" "));
            return 1;
        }
    }

    private static Dictionary<string, JsonObject> Schemas(string assembly, string entryType)
    {
        var entry = AssemblyLoadContext.Default.LoadFromAssemblyPath(assembly).GetType(entryType, throwOnError: true)!;
        var registered = new RegisteredOptions();
        ((IPlugin)Activator.CreateInstance(entry)!).Register(registered);
        return registered.Schemas;
    }
}
