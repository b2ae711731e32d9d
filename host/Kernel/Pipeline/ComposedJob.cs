using Autofac;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Jobs;
using PluginHost.Loading;

namespace PluginHost.Pipeline;

/// <summary>The living components of a job. Disposing disposes them, those that depend on others first.</summary>
/// <param name="job">The job.</param>
/// <param name="root">The scope of the job.</param>
/// <param name="scopes">The scopes of its plugins.</param>
/// <param name="components">The components that were built, each after those that it needs.</param>
internal sealed class ComposedJob(
    Job job,
    IContainer root,
    IReadOnlyDictionary<LoadedPlugin, ILifetimeScope> scopes,
    IReadOnlyList<JobComponent> components) : IAsyncDisposable
{
    /// <summary>How long all components together may take to be disposed, unless a run says otherwise.</summary>
    public static readonly TimeSpan DefaultDisposalDeadline = TimeSpan.FromSeconds(30);

    // What each component has at least, when others before it used the time up.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>The job.</summary>
    public Job Job => job;

    /// <summary>The components that were built, each after those that it needs.</summary>
    public IReadOnlyList<JobComponent> Components => components;

    /// <summary>How long all components together may take to be disposed.</summary>
    public TimeSpan DisposalDeadline { get; init; } = DefaultDisposalDeadline;

    /// <summary>Measures the deadline.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The engine of the job.</summary>
    public IJobEngine? Engine => components.Select(component => component.Instance).OfType<IJobEngine>().FirstOrDefault();

    /// <summary>What went wrong while disposing.</summary>
    public FindingList DisposalFindings { get; } = new();

    public async ValueTask DisposeAsync()
    {
        var start = Time.GetTimestamp();
        var left = new HashSet<LoadedPlugin>();
        foreach (var component in components.Reverse())
        {
            var remaining = DisposalDeadline - Time.GetElapsedTime(start);
            if (!await DisposeAsync(component, left.Count > 0 && remaining < Grace ? Grace : Positive(remaining))) left.Add(component.Plugin!);
        }

        // A component that is still at it may need what its scope and the root hold.
        foreach (var (plugin, scope) in scopes.Reverse())
            if (!left.Contains(plugin)) await scope.DisposeAsync();
        if (left.Count == 0) await root.DisposeAsync();
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <summary>Disposes one component on a thread of its own, so that one that hangs keeps none of the others from going.</summary>
    /// <returns>Whether it is gone.</returns>
    private async Task<bool> DisposeAsync(JobComponent component, TimeSpan remaining)
    {
        var disposal = Task.Factory.StartNew(
            () => DisposeInstance(component.Instance),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
        try
        {
            await disposal.WaitAsync(remaining, Time);
            return true;
        }
        catch (TimeoutException) when (!disposal.IsCompleted)
        {
            var what = $"{component} of {component.Plugin!.Folder} was not disposed within "
                + $"{DisposalDeadline.TotalSeconds:0.###} seconds and is left behind";
            component.Plugin!.Folder.MoveTo(PluginState.Faulted, what);
            // What an observer writes may be cut off, and that is what it is for.
            if (component.Instance is IRunObserver) DisposalFindings.Error(FindingCodes.DisposeDeadline, component.Path, what);
            else DisposalFindings.Warn(FindingCodes.DisposeDeadline, component.Path, what);
            return false;
        }
        catch (Exception exception)
        {
            var what = $"{component} of {component.Plugin!.Folder} failed to dispose: {PluginCode.Describe(exception)}";
            component.Plugin!.Folder.MoveTo(PluginState.Faulted, what);
            DisposalFindings.Warn(FindingCodes.DisposeFailed, component.Path, what);
            return true;
        }
    }

    private static async Task DisposeInstance(object? instance)
    {
        if (instance is IAsyncDisposable later) await later.DisposeAsync();
        else if (instance is IDisposable now) now.Dispose();
    }
}
