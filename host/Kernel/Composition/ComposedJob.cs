using Autofac;
using PluginHost.Contracts;
using PluginHost.Discovery;
using PluginHost.Findings;

namespace PluginHost.Composition;

/// <summary>The living components of a job. Disposing disposes them, those that depend on others first.</summary>
internal sealed class ComposedJob(IContainer root, IReadOnlyList<ComposedComponent> components) : IAsyncDisposable
{
    /// <summary>How long all components together may take to be disposed, unless a run says otherwise.</summary>
    public static readonly TimeSpan DefaultDisposalDeadline = TimeSpan.FromSeconds(30);

    // What each component has at least, when others before it used the time up.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    public IReadOnlyList<ComposedComponent> Components => components;

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
        var left = false;
        foreach (var component in components.Reverse())
        {
            var remaining = DisposalDeadline - Time.GetElapsedTime(start);
            left |= !await DisposeAsync(component, left && remaining < Grace ? Grace : Positive(remaining));
        }

        // A component that is still at it may need what the root holds.
        if (!left) await root.DisposeAsync();
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    /// <summary>Disposes one component on a thread of its own, so that one that hangs keeps none of the others from going.</summary>
    /// <returns>Whether it is gone.</returns>
    private async Task<bool> DisposeAsync(ComposedComponent component, TimeSpan remaining)
    {
        var disposal = Task.Factory.StartNew(
            () => component.Scope.DisposeAsync().AsTask(),
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
            var what = $"{component.Entry} of {component.Entry.Plugin.Folder} was not disposed within "
                + $"{DisposalDeadline.TotalSeconds:0.###} seconds and is left behind";
            component.Entry.Plugin.Folder.MoveTo(PluginState.Faulted, what);
            DisposalFindings.Warn(FindingCodes.DisposeDeadline, component.Entry.Entry.Path, what);
            return false;
        }
        catch (Exception exception)
        {
            var what = $"{component.Entry} of {component.Entry.Plugin.Folder} failed to dispose: {Loading.PluginCode.Describe(exception)}";
            component.Entry.Plugin.Folder.MoveTo(PluginState.Faulted, what);
            DisposalFindings.Warn(FindingCodes.DisposeFailed, component.Entry.Entry.Path, what);
            return true;
        }
    }
}
