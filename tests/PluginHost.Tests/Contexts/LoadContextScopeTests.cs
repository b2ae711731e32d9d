using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Autofac;

namespace PluginHost.Tests.Contexts;

/// <summary>What composition relies on of Autofac: a scope begun for a load context forgets the plugin when it ends.</summary>
[Collection(nameof(UnloadingTests))]
public class LoadContextScopeTests
{
    public static TheoryData<string> Ways => ["instance", "factory", "lazy", "all", "activated", "ending", "by-interface"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_plugin_unloads_after_its_scope_whichever_way_its_component_was_resolved(string way)
    {
        using var root = Root();

        Use(root, way).ShouldBeDead();
    }

    [Fact]
    public void A_scope_for_the_hosts_own_context_is_refused()
    {
        using var root = Root();

        Should.Throw<InvalidOperationException>(() => root.BeginLoadContextLifetimeScope(AssemblyLoadContext.Default, _ => { }));
    }

    [Fact]
    public void A_plain_scope_keeps_the_plugin_which_is_why_it_is_banned()
    {
        using var root = Root();

        new[] { Use(root, "plain") }.Survivors().ShouldNotBeEmpty();
    }

    private static IContainer Root()
    {
        var builder = new ContainerBuilder();
        builder.RegisterInstance<object>("of the host");
        return builder.Build();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Use(IContainer root, string way)
    {
        using var bench = new PluginBench();
        var plugin = bench.Load("word.library-v1");
        var type = plugin.Components[0].Implementation;
        var seen = 0;
        void Configure(ContainerBuilder builder)
        {
            var registration = builder.RegisterType(type).AsSelf().As(plugin.Components[0].Contract).As<object>();
            if (way == "activated") registration.OnActivated(_ => seen++);
        }

#pragma warning disable RS0030 // What is banned is shown to be banned for a reason.
        using (var scope = way == "plain"
            ? root.BeginLifetimeScope(Configure)
            : root.BeginLoadContextLifetimeScope(plugin.Context, Configure))
#pragma warning restore RS0030
        {
            if (way == "ending") scope.CurrentScopeEnding += (_, _) => seen++;
            var made = typeof(LoadContextScopeTests).GetMethod(nameof(Resolve))!.MakeGenericMethod(plugin.Components[0].Contract)
                .Invoke(null, [scope, way, type]);
            made.ShouldNotBeNull().GetType().ShouldBeSameAs(type);
        }

        if (way is "activated" or "ending") seen.ShouldBe(1);
        return new WeakReference(plugin.Context);
    }

    public static object Resolve<TContract>(ILifetimeScope scope, string way, Type type)
        where TContract : notnull
    {
        switch (way)
        {
            case "factory": return scope.Resolve<Func<TContract>>()();
            case "lazy": return scope.Resolve<Lazy<TContract>>().Value;
            case "by-interface": return scope.Resolve<TContract>();
            case "all":
                // Those of the host and those of the plugin, in one enumeration.
                var all = scope.Resolve<IEnumerable<object>>().ToArray();
                all.ShouldContain("of the host");
                return all.Single(one => one.GetType() == type);
            default: return scope.Resolve(type);
        }
    }
}
