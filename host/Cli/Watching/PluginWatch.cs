namespace PluginHost.Watching;

/// <summary>Checks the plugins of a directory now, and again whenever a build has changed them and is quiet.</summary>
/// <remarks>
/// McMaster's own reload is not used: it watches a plugin that has been loaded, whereas a plugin here is verified before it may be, and is
/// often one that cannot be.
/// </remarks>
/// <param name="directory">The directory, absolute; it exists.</param>
/// <param name="quiet">How long it must be quiet after a change.</param>
/// <param name="time">The clock.</param>
/// <param name="check">The check.</param>
internal sealed class PluginWatch(string directory, TimeSpan quiet, TimeProvider time, Action check)
{
    /// <summary>Watches until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var debouncer = new Debouncer(quiet, time, check);
        using var watcher = new FileSystemWatcher(directory)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        void Changed(object sender, EventArgs change) => debouncer.Signal();
        watcher.Changed += Changed;
        watcher.Created += Changed;
        watcher.Deleted += Changed;
        watcher.Renamed += Changed;
        watcher.Error += Changed;
        watcher.EnableRaisingEvents = true;
        debouncer.Signal();
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The way it ends.
        }
    }
}
