using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Loading;

namespace PluginHost.Runtimes;

/// <summary>A shared runtime of this process: its class, what it was told, and what it found when it got ready.</summary>
internal sealed class SharedRuntime
{
    private readonly Lock _gate = new();
    private FindingList? _prepared;
    private bool _loadsAhead;

    private SharedRuntime(string assembly, ISharedRuntime? runtime, RuntimeSettings settings, FindingList faults) =>
        (Assembly, Runtime, Settings, Faults) = (assembly, runtime, settings, faults);

    /// <summary>The simple name of its assembly.</summary>
    public string Assembly { get; }

    /// <summary>The runtime; <see langword="null"/> if it could not be made.</summary>
    public ISharedRuntime? Runtime { get; }

    public RuntimeSettings Settings { get; }

    /// <summary>Why it could not be made.</summary>
    public FindingList Faults { get; }

    /// <summary>Makes the runtime that an assembly of the shared set declares; loads that assembly.</summary>
    public static SharedRuntime Create(SharedAssembly assembly, string type, string directory, int threads, Func<RuntimeTrial> trial)
    {
        var settings = new RuntimeSettings { SharedDirectory = directory, Threads = threads, Try = trial };
        var faults = new FindingList();
        ISharedRuntime? runtime = null;
        try
        {
            var found = SharedAssemblies.Load(assembly.Name).GetType(type, throwOnError: true)!;
            if (!typeof(ISharedRuntime).IsAssignableFrom(found) || found.GetConstructor([]) is null)
                faults.MachineError(
                    FindingCodes.RuntimeFailed,
                    assembly.Name,
                    $"the assembly names {type} as its shared runtime, which cannot be made",
                    $"a class with a public constructor without parameters that implements {typeof(ISharedRuntime).FullName}");
            else runtime = (ISharedRuntime)Activator.CreateInstance(found)!;
        }
        catch (Exception exception)
        {
            var cause = PluginCode.Cause(exception);
            faults.MachineError(
                FindingCodes.RuntimeFailed, assembly.Name, $"the shared runtime {type} cannot be made: {cause.Message}", cause: cause);
        }

        return new SharedRuntime(assembly.Name, runtime, settings, faults);
    }

    /// <summary>Lets the runtime get ready, once; what it found then is returned each time.</summary>
    public FindingList Prepare()
    {
        lock (_gate)
        {
            if (_prepared is not null) return _prepared;
            _prepared = new FindingList();
            _prepared.AddRange(Faults);
            foreach (var finding in _prepared.Take(Ask(runtime => runtime.Prepare(Settings), "get ready"))) _prepared.AddMachine(finding);
            return _prepared;
        }
    }

    /// <summary>Lets it load ahead of its first use, once, if it is ready. Comes back when it is loaded.</summary>
    public void LoadAhead()
    {
        lock (_gate)
        {
            if (_prepared is not { All.Count: 0 } || _loadsAhead) return;
            _loadsAhead = true;
        }

        try
        {
            Runtime?.LoadAhead();
        }
        catch (Exception)
        {
            // The first use meets it again, and there is somebody to tell.
        }
    }

    /// <summary>The packages that it misses on this machine.</summary>
    public Result<IReadOnlyList<RuntimePackage>> Missing() => Ask(runtime => runtime.Missing(Settings), "say what it misses");

    /// <summary>What it says of itself; it got ready before.</summary>
    public Result<IReadOnlyList<Diagnosis>> Diagnose(CancellationToken cancellationToken) =>
        Ask<Diagnosis>(runtime => [.. runtime.Diagnose(Settings, cancellationToken)], "be diagnosed");

    /// <summary>Its trial, in the process that was started for it.</summary>
    /// <returns>The process' exit code, or <see langword="null"/> if it did not come to one.</returns>
    public Result<int?> RunTrial()
    {
        var (codes, findings) = Ask<int?>(runtime => [runtime.RunTrial(Settings)], "be tried");
        return new(codes.FirstOrDefault(), findings);
    }

    private Result<IReadOnlyList<T>> Ask<T>(Func<ISharedRuntime, IReadOnlyList<T>> question, string purpose)
    {
        var findings = new FindingList();
        if (Runtime is null) return new([], findings);
        try
        {
            return new(question(Runtime), findings);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var what = $"the shared runtime {NameOf(Runtime)} could not {purpose}: {PluginCode.Cause(exception).Message}";
            findings.MachineError(FindingCodes.RuntimeFailed, Assembly, what, cause: exception);
            return new([], findings);
        }
    }

    private static string NameOf(ISharedRuntime runtime)
    {
        try
        {
            return runtime.Name;
        }
        catch (Exception)
        {
            return runtime.GetType().FullName!;
        }
    }
}
