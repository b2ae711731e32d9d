using System.Runtime.Loader;
using PluginHost.Loading;

namespace PluginHost.PluginKit.Trials;

/// <summary>Looks at how a plugin came into the process.</summary>
internal static class LoadExamination
{
    public static IEnumerable<string> Faults(LoadedPlugin plugin)
    {
        var context = AssemblyLoadContext.GetLoadContext(plugin.Entry);
        if (context is not { IsCollectible: true }) yield return "its assembly is not in a collectible load context";
        if (context != plugin.Context) yield return "its assembly is not in the load context that was made for it";
        foreach (var assembly in plugin.Context.Assemblies)
        {
            if (PreparedTrial.Shared.Contains(assembly.GetName().Name))
                yield return $"it brought a copy of its own of {assembly.GetName().Name}, which is shared";
        }

        foreach (var component in plugin.Components)
        {
            if (!component.Contract.IsAssignableFrom(component.Implementation))
                yield return $"{component} does not fulfil {component.Contract.Name} as the host knows it";
        }
    }
}
