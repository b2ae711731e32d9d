using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Loading;

namespace PluginHost.Runtimes;

/// <summary>
/// The native runtimes that assemblies of the shared set bring. They are found by metadata alone and made once per process; the first job
/// of a process says with how many threads.
/// </summary>
/// <param name="shared">The shared set.</param>
/// <param name="directory">Its folder, absolute.</param>
internal sealed class SharedRuntimes(SharedAssemblies shared, string directory)
{
    // By the assembly's simple name, of which a process has one in its default context.
    private static readonly Dictionary<string, SharedRuntime> Made = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Lets every runtime get ready; to be called before the first plugin is loaded.</summary>
    /// <param name="threads">The number of compute threads.</param>
    public FindingList Prepare(int threads)
    {
        var findings = new FindingList();
        foreach (var runtime in Make(threads)) findings.AddRange(runtime.Prepare());
        return findings;
    }

    /// <summary>
    /// Lets the runtimes that plugins use load ahead of their first use; those are ready. Comes back when they are loaded. The process does not
    /// end before (for ten seconds at most): what a library sets up while it is loaded must not be torn down meanwhile.
    /// </summary>
    /// <param name="threads">The number of compute threads.</param>
    /// <param name="plugins">The entry assemblies of the plugins.</param>
    public void LoadAhead(int threads, IReadOnlyList<string> plugins)
    {
        var loaded = new ManualResetEventSlim();
        // One that hangs must not keep the process for ever.
        void Wait(object? sender, EventArgs arguments) => loaded.Wait(TimeSpan.FromSeconds(10));
        AppDomain.CurrentDomain.ProcessExit += Wait;
        try
        {
            foreach (var runtime in Make(threads).Where(runtime => RuntimeUse.IsUsed(runtime.Assembly, shared, plugins))) runtime.LoadAhead();
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= Wait;
            loaded.Set();
        }
    }

    /// <summary>The runtimes, made but not asked to get ready.</summary>
    public IReadOnlyList<SharedRuntime> Make(int threads)
    {
        var runtimes = new List<SharedRuntime>();
        lock (Made)
        {
            foreach (var assembly in shared.All.Where(assembly => assembly.Path.Length > 0))
            {
                if (!Made.TryGetValue(assembly.Name, out var runtime))
                {
                    if (RuntimeDeclaration.Read(assembly.Path) is not { } type) continue;
                    RuntimeTrial Try() => RuntimeTrials.Run(assembly.Path, directory, threads, RuntimeTrials.Limit);
                    Made[assembly.Name] = runtime = SharedRuntime.Create(assembly, type, directory, threads, Try);
                }

                runtimes.Add(runtime);
            }
        }

        return runtimes;
    }
}
