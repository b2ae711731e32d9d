namespace PluginHost.Contracts;

/// <summary>
/// Native software that all plugins of a process share, such as libtorch: a shared assembly brings it, and the host lets it get ready
/// before the first plugin is loaded. Named by <see cref="SharedRuntimeAttribute"/>; made with its public constructor without
/// parameters, once per process, whose first job decides on the settings. What it throws becomes a finding with its name.
/// </summary>
public interface ISharedRuntime
{
    /// <summary>What it is called in messages, such as <c>libtorch</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Gets ready: sets what must be set before the native library is loaded, and says where that library comes from. Takes milliseconds
    /// and loads nothing native, as a job is often checked without being run. Called once, before any plugin is loaded.
    /// </summary>
    /// <param name="settings">What the process was started with.</param>
    /// <returns>What would stop a job; empty where everything is there.</returns>
    IReadOnlyList<Finding> Prepare(RuntimeSettings settings);

    /// <summary>
    /// Loads what the first use would load, on a thread beside the one that verifies and loads plugins. Called once at most, after
    /// <see cref="Prepare"/> found nothing, when a run begins whose plugins refer to the runtime's assembly. What it throws is dropped, as the
    /// first use meets it again. The process does not end before it comes back.
    /// </summary>
    void LoadAhead()
    {
    }

    /// <summary>
    /// The packages whose files are missing on this machine; <c>setup</c> restores them into the package cache and asks again. It is asked
    /// without <see cref="Prepare"/> before.
    /// </summary>
    /// <param name="settings">What the process was started with.</param>
    /// <returns>Packages; empty where nothing is missing.</returns>
    IReadOnlyList<RuntimePackage> Missing(RuntimeSettings settings);

    /// <summary>Looks at the runtime for <c>doctor</c>: versions, places, threads. May load it; runs after <see cref="Prepare"/>.</summary>
    /// <param name="settings">What the process was started with.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>What was found, good and bad.</returns>
    IEnumerable<Diagnosis> Diagnose(RuntimeSettings settings, CancellationToken cancellationToken);

    /// <summary>
    /// A trial in a process of its own, begun by <see cref="RuntimeSettings.Try"/>: it may crash. What it writes to standard output is
    /// what the process that asked gets. <see cref="Prepare"/> was not called in this process, and it can start no further trial.
    /// </summary>
    /// <param name="settings">What the process was started with.</param>
    /// <returns>The process' exit code: 0 for a success.</returns>
    int RunTrial(RuntimeSettings settings);
}

/// <summary>Says on a shared assembly which of its types is an <see cref="ISharedRuntime"/>.</summary>
/// <param name="runtime">The class; public, with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SharedRuntimeAttribute(Type runtime) : Attribute
{
    /// <summary>The class.</summary>
    public Type Runtime { get; } = runtime;
}
