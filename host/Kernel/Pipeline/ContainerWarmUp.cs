using System.Runtime.Loader;
using Autofac;

namespace PluginHost.Pipeline;

/// <summary>
/// Builds something small with Autofac the way <see cref="ComposeStage"/> does, on another core while plugins are being verified and loaded:
/// what is compiled by then need not be compiled when the components are built.
/// </summary>
internal static class ContainerWarmUp
{
    /// <summary>Begins; nobody needs to wait for the end.</summary>
    public static void Begin() => _ = Task.Run(Build);

    private static void Build()
    {
        var builder = new ContainerBuilder();
        builder.Register(_ => (object)new Part()).As(typeof(IPart)).ExternallyOwned().PreserveExistingDefaults();
        using var root = builder.Build();
        var context = new AssemblyLoadContext("warm-up", isCollectible: true);
        using (var scope = root.BeginLoadContextLifetimeScope(
            context,
            inner => inner.RegisterType(typeof(Whole)).Keyed<object>("whole").SingleInstance().ExternallyOwned()
                .WithParameters([new TypedParameter(typeof(string), "options")])))
        {
            scope.ResolveKeyed<object>("whole");
        }

        context.Unload();
    }

    private interface IPart;

    private sealed class Part : IPart;

    // Built by Autofac.
    private sealed class Whole(string options, IPart part, IEnumerable<IPart> parts)
    {
        public string Options { get; } = options;

        public IPart Part { get; } = part;

        public IEnumerable<IPart> Parts { get; } = parts;
    }
}
