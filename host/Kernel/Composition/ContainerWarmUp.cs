using System.Runtime.Loader;
using Autofac;

namespace PluginHost.Composition;

/// <summary>
/// Builds something small with Autofac the way <see cref="JobComposer"/> does, on another core while plugins are being verified and loaded:
/// what is compiled by then need not be compiled when the components are built.
/// </summary>
internal static class ContainerWarmUp
{
    /// <summary>Begins; nobody needs to wait for the end.</summary>
    public static void Begin() => _ = Task.Run(Build);

    private static void Build()
    {
        var builder = new ContainerBuilder();
        builder.RegisterInstance(new Part()).As<IPart>().ExternallyOwned();
        using var root = builder.Build();
        var context = new AssemblyLoadContext("warm-up", isCollectible: true);
        using (var scope = root.BeginLoadContextLifetimeScope(context, inner => inner.RegisterType<Whole>().AsSelf().SingleInstance()))
        {
            scope.Resolve<Whole>();
        }

        context.Unload();
    }

    private interface IPart;

    private sealed class Part : IPart;

    // Built by Autofac.
    private sealed class Whole(IPart part, IEnumerable<IPart> parts)
    {
        public IPart Part { get; } = part;

        public IEnumerable<IPart> Parts { get; } = parts;
    }
}
