using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using Autofac.Core;

namespace PluginHost.Loading;

/// <summary>Looks at what plugin code threw: what went wrong, and whose code it was.</summary>
internal static class PluginCode
{
    /// <summary>What was thrown, in words; a broken static constructor is named with its type.</summary>
    public static string Describe(Exception exception)
    {
        var cause = Cause(exception);
        if (cause is not TypeInitializationException { InnerException: { } inner } broken)
            return $"{cause.GetType().Name}: {cause.Message}";
        return $"the static constructor of {broken.TypeName} threw {Describe(inner)}";
    }

    /// <summary>The exception of the plugin itself, without what reflection and the container wrapped around it.</summary>
    public static Exception Cause(Exception exception)
    {
        while (exception is DependencyResolutionException or TargetInvocationException && exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }

    /// <summary>The plugin that brought a class; <see langword="null"/> if none of them did.</summary>
    public static LoadedPlugin? Owner(Type type, IReadOnlyList<LoadedPlugin> plugins)
    {
        var context = AssemblyLoadContext.GetLoadContext(type.Assembly);
        return plugins.FirstOrDefault(plugin => plugin.Context == context);
    }

    /// <summary>The plugin whose code threw: the one nearest to the place; <see langword="null"/> if none was involved.</summary>
    public static LoadedPlugin? Culprit(Exception exception, IReadOnlyList<LoadedPlugin> plugins)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause.InnerException is not null && cause is TypeInitializationException) continue;
            foreach (var frame in new StackTrace(cause).GetFrames())
            {
                if (frame.GetMethod()?.Module.Assembly is not { } assembly) continue;
                var context = AssemblyLoadContext.GetLoadContext(assembly);
                if (plugins.FirstOrDefault(plugin => plugin.Context == context) is { } plugin) return plugin;
            }
        }

        return null;
    }
}
