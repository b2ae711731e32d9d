using System.Runtime.CompilerServices;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Layout;
using PluginHost.Loading;
using PluginHost.Options;
using PluginHost.Pipeline;

namespace PluginHost.Watching;

/// <summary>
/// Verifies, loads and unloads the plugins of a directory. They are loaded from a copy: a build that writes over a file which is in
/// memory would
/// take the process down.
/// </summary>
internal sealed class PluginCheck(HostLayout layout, SharedAssemblies shared)
{
    private const int MostRounds = 10;

    /// <summary>Checks each plugin of a directory, or the one that the directory is.</summary>
    public IReadOnlyList<CheckedPlugin> Run(string directory) => [.. PluginDiscovery.Discover([directory]).All.Select(Check)];

    private CheckedPlugin Check(PluginFolder folder)
    {
        var temporary = Directory.CreateTempSubdirectory("pluginhost-watch-").FullName;
        try
        {
            var copy = Path.Combine(temporary, Path.GetFileName(folder.Path));
            foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(copy, Path.GetRelativePath(folder.Path, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            var ((context, components), findings) = Load(copy);
            for (var round = 0; round < MostRounds && context?.IsAlive == true; round++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            if (context?.IsAlive == true)
                findings.Warn(
                    FindingCodes.StaysLoaded,
                    folder.ManifestDisplay,
                    $"{folder} stays in memory after it was unloaded",
                    fix: "Register must start no thread, timer or static event handler.");
            return new CheckedPlugin(folder.ToString(), components, Replace(findings.All, copy, folder.Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var findings = new FindingList();
            findings.Error(FindingCodes.ManifestUnreadable, folder.ManifestDisplay, $"{folder} cannot be read: {exception.Message}");
            return new CheckedPlugin(folder.ToString(), [], findings);
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    /// <summary>Loads the plugin, lets it register, describes its options, and lets it go.</summary>
    /// <returns>Its load context, if it came to one, and what it registered.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Result<(WeakReference? Context, string[] Components)> Load(string copy)
    {
        var pipeline = new JobPipeline(layout, shared);
        var catalog = pipeline.Discover([copy], Environment.CurrentDirectory);
        var plugin = catalog.All.First(found => found.Path == copy);
        if (plugin.Manifest is null) return new((null, []), plugin.Findings);
        WeakReference? context = null;
        string[] names = [];
        var (_, found) = PluginProbe.Look(pipeline, plugin, catalog, Describe, loaded =>
        {
            context = new WeakReference(loaded.Context);
            names = [.. loaded.Components.Select(registered => registered.ToString())];
        });
        var findings = new FindingList();
        findings.AddRange(plugin.Findings);
        findings.AddRange(found);
        return new((context, names), findings);
    }

    private static bool Describe(ComponentRegistration component) =>
        component.Options is { } options && OptionsSchema.Create(options).Count > 0;

    private static FindingList Replace(IEnumerable<ReportedFinding> findings, string copy, string folder)
    {
        var replaced = new FindingList();
        // That the plugin is also installed elsewhere is nothing new to its author.
        foreach (var reported in findings.Where(reported => reported.Finding.Code != FindingCodes.ShadowedPlugin))
            replaced.Add(reported with
            {
                Finding = reported.Finding with
                {
                    Where = reported.Finding.Where.Replace(copy, folder, StringComparison.Ordinal),
                    What = reported.Finding.What.Replace(copy, folder, StringComparison.Ordinal),
                },
            });
        return replaced;
    }
}

/// <summary>What a check of one plugin found; texts only, so that the plugin is gone.</summary>
/// <param name="Name">Id and version.</param>
/// <param name="Components">What it registered.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record CheckedPlugin(string Name, IReadOnlyList<string> Components, FindingList Findings);
