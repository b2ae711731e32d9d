using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PluginHost.Tests;

/// <summary>Alone in its collection: other tests load plugins of the same names meanwhile.</summary>
[CollectionDefinition(nameof(UnloadingTests), DisableParallelization = true)]
[Collection(nameof(UnloadingTests))]
public class UnloadingTests
{
    [Theory]
    [InlineData(""" "engine": "trivial", "source": "loud", "observer": "recording", "word": ["library-v1", "library-v2"] """, 0)]
    [InlineData(""" "engine": "trivial", "word": { "use": "good", "options": { "text": "a" } } """, 0)]
    [InlineData(""" "engine": { "use": "wayward", "options": { "mode": "Crash" } } """, 4)]
    [InlineData(""" "engine": "trivial", "word": "throwing" """, 3)]
    [InlineData(""" "engine": "trivial", "word": "silent" """, 3)]
    [InlineData(""" "engine": "trivial", "word": { "use": "good", "options": { "text": 1, "lambda": 7, "sizes": [] } } """, 2)]
    public void The_load_contexts_of_a_job_die_after_it(string job, int exitCode)
    {
        var contexts = RunAndForget(job, exitCode);

        contexts.ShouldNotBeEmpty();
        for (var round = 0; round < 20 && contexts.Any(context => context.IsAlive); round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        contexts.Where(context => context.IsAlive).Select(context => ((AssemblyLoadContext?)context.Target)?.Name).ShouldBeEmpty();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> RunAndForget(string job, int exitCode)
    {
        using var bench = new Workbench().Job(job);
        var contexts = new List<WeakReference>();
        void Note(object? sender, AssemblyLoadEventArgs loaded)
        {
            if (AssemblyLoadContext.GetLoadContext(loaded.LoadedAssembly) is { IsCollectible: true } context)
                contexts.Add(new WeakReference(context));
        }

        AppDomain.CurrentDomain.AssemblyLoad += Note;
        try
        {
            Task.Run(() => bench.Run()).GetAwaiter().GetResult().ShouldExitWith(exitCode);
        }
        finally
        {
            AppDomain.CurrentDomain.AssemblyLoad -= Note;
        }

        return contexts;
    }
}
