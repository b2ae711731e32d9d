using PluginHost.Contracts;
using PluginHost.Tensors.Runtime;
using PluginHost.Tensors.Runtime.Elf;
using TorchSharp;

[assembly: SharedRuntime(typeof(TorchRuntime))]

namespace PluginHost.Tensors.Runtime;

/// <summary>
/// libtorch, as all plugins of a process share it. It comes from the folder that <c>PLUGINHOST_LIBTORCH</c> names (a Python torch's
/// <c>lib</c>), from the folder <c>native</c> beside the shared assemblies, or from the package cache, in this order. It is loaded ahead
/// when a run begins, else at the first use of TorchSharp.
/// </summary>
public sealed class TorchRuntime : ISharedRuntime
{
    private const string FirstProgram = """
        def one():
            return 1

        """;

    private NativeShim? _shim;
    private Finding? _fault;

    /// <inheritdoc/>
    public string Name => "libtorch";

    /// <summary>
    /// Lets a process without the host, such as a test, use TorchSharp: does what <see cref="Prepare"/> does, but tries no libtorch of
    /// another version, and leaves the number of threads to libtorch.
    /// </summary>
    /// <param name="sharedDirectory">The folder of the shared assemblies.</param>
    /// <exception cref="InvalidOperationException">No libtorch was found, or it does not fit; the message tells the way out.</exception>
    public static void Use(string sharedDirectory)
    {
        var findings = new TorchRuntime().GetReady(Path.Combine(Path.GetFullPath(sharedDirectory), "native"), threads: 0, trial: null);
        if (findings.Count > 0) throw new InvalidOperationException(string.Join(Environment.NewLine, findings));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Finding> Prepare(RuntimeSettings settings) => GetReady(NativeFolder(settings), settings.Threads, settings.Try);

    /// <inheritdoc/>
    public void LoadAhead()
    {
        if (!Libtorch.TryLoad(out _)) return;
        // With the first program of a process, such as those of the optimizers, libtorch reads the declarations of all its operators.
        using var program = torch.jit.compile(FirstProgram);
        using var one = (Scalar)program.invoke("one");
    }

    /// <inheritdoc/>
    public IReadOnlyList<RuntimePackage> Missing(RuntimeSettings settings) =>
        LibtorchFolder.Find(NativeFolder(settings), out var fault) is null && fault is { Code: "TS0101" } ? [Packages.Libtorch] : [];

    /// <inheritdoc/>
    public IEnumerable<Diagnosis> Diagnose(RuntimeSettings settings, CancellationToken cancellationToken) =>
        TorchDiagnosis.Of(_shim, _fault, settings.Threads);

    /// <inheritdoc/>
    public int RunTrial(RuntimeSettings settings)
    {
        // The libtorch on trial is the one that Prepare would take; whether it fits is what the trial tells.
        var native = NativeFolder(settings);
        ProcessVariables.SetBeforeLoading(settings.Threads);
        var libtorch = LibtorchFolder.Find(native, out var noLibtorch);
        var shim = NativeShim.Find(native, WeakVersionMark.IsDefinedHere, out var noShim);
        NativeResolver.Install(native, libtorch, shim?.Path, (noLibtorch ?? noShim)?.What, settings.Threads);
        if (!NativeResolver.TryLoad(out var failure))
        {
            Console.WriteLine(failure);
            return 1;
        }
        return OperatorBattery.Run(Console.Out) ? 0 : 1;
    }

    private List<Finding> GetReady(string native, int threads, Func<RuntimeTrial>? trial)
    {
        ProcessVariables.SetBeforeLoading(threads);
        var findings = new List<Finding>();
        var libtorch = LibtorchFolder.Find(native, out var noLibtorch);
        _shim = NativeShim.Find(native, WeakVersionMark.IsDefinedHere, out var noShim);
        findings.AddRange(new[] { noLibtorch, noShim }.OfType<Finding>());
        if (libtorch is { Origin: LibtorchOrigin.Named } && _shim is not null
            && LibtorchFit.Check(libtorch, _shim.Path, trial) is { } misfit)
            findings.Add(misfit);
        // What does not fit must not be loaded by accident: it may crash.
        _fault = findings.FirstOrDefault();
        NativeResolver.Install(native, libtorch, _shim?.Path, _fault?.What, threads);
        return findings;
    }

    private static string NativeFolder(RuntimeSettings settings) => Path.Combine(settings.SharedDirectory, "native");
}
