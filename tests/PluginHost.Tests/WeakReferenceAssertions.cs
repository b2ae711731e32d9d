using System.Runtime.Loader;

namespace PluginHost.Tests;

/// <summary>Whether load contexts died.</summary>
internal static class WeakReferenceAssertions
{
    public static void ShouldBeDead(this WeakReference context) => new[] { context }.ShouldBeDead();

    public static void ShouldBeDead(this IReadOnlyCollection<WeakReference> contexts) => Survivors(contexts).ShouldBeEmpty();

    /// <summary>The names of the contexts that are alive after many collections.</summary>
    public static IReadOnlyList<string?> Survivors(this IReadOnlyCollection<WeakReference> contexts)
    {
        for (var round = 0; round < 20 && contexts.Any(context => context.IsAlive); round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return [.. contexts.Where(context => context.IsAlive).Select(context => ((AssemblyLoadContext?)context.Target)?.Name)];
    }
}
