using System.Globalization;

namespace PluginHost.Training;

/// <summary>
/// Gives a run up where nothing has gone on for too long, or the process takes too much memory, and names the call that is to blame. No thread
/// can be ended from outside: the run's thread stays behind until the process ends.
/// </summary>
public sealed class Watchdog : IDisposable
{
    private const long Megabyte = 1L << 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private readonly CallTrace _calls;
    private readonly IRunEvents _events;
    private readonly TimeSpan _longest;
    private readonly long _mostBytes;
    private readonly TaskCompletionSource<ComponentFailedException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;

    /// <summary>Starts to watch.</summary>
    /// <param name="calls">The calls under way.</param>
    /// <param name="options">How long nothing may go on, and how much memory the process may take.</param>
    /// <param name="events">The events of the run: progress that is published counts as going on.</param>
    public Watchdog(CallTrace calls, TrainingOptions options, IRunEvents events)
    {
        (_calls, _events) = (calls, events);
        _longest = options.HangSeconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(options.HangSeconds);
        _mostBytes = options.MemoryLimitMegabytes == 0 ? (long)(0.95 * AllowedMemory()) : options.MemoryLimitMegabytes * Megabyte;
        _calls.Beat();
        _thread = new(Watch) { IsBackground = true, Name = "watchdog" };
        _thread.Start();
    }

    /// <summary>Ends where the run is given up, with the reason.</summary>
    public Task<ComponentFailedException> Failure => _failure.Task;

    /// <summary>The memory that the process may take: that of its control group, or of the machine.</summary>
    /// <returns>Bytes; <see cref="long.MaxValue"/> where nothing says.</returns>
    public static long AllowedMemory()
    {
        var machine = Field("/proc/meminfo", "MemTotal:") is { } kilobytes ? kilobytes * 1024 : long.MaxValue;
        try
        {
            var group = File.ReadLines("/proc/self/cgroup").Select(line => line.Split(':', 3)).FirstOrDefault(parts => parts is ["0", "", _])?[2];
            for (var folder = group; folder is not null; folder = folder is "/" or "" ? null : Path.GetDirectoryName(folder))
            {
                var file = $"/sys/fs/cgroup{folder}/memory.max";
                if (File.Exists(file) && long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var limit))
                    machine = Math.Min(machine, limit);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No control groups here.
        }

        return machine;
    }

    /// <summary>The memory that the process has for itself: mapped files are no part of it.</summary>
    /// <returns>Bytes.</returns>
    public static long OwnMemory() => Field("/proc/self/status", "RssAnon:") is { } kilobytes ? kilobytes * 1024 : Environment.WorkingSet;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        var progress = _events.Pulse.Progress;
        while (!_stop.Token.WaitHandle.WaitOne(s_pause))
        {
            if (_events.Pulse.Progress is var now && now != progress)
            {
                progress = now;
                _calls.Beat();
            }

            if (_longest != Timeout.InfiniteTimeSpan && _calls.Silence > _longest)
            {
                Fail($"did not come back within {_longest.TotalSeconds:0} seconds", "A longer hangSeconds allows more.");
                return;
            }

            if (OwnMemory() is var bytes && bytes > _mostBytes)
            {
                Fail(
                    $"was under way when the process took {bytes / Megabyte} MB of memory, more than the {_mostBytes / Megabyte} MB allowed",
                    "A larger memoryLimitMegabytes allows more; smaller batches or cacheMegabytes take less.");
                return;
            }
        }
    }

    private void Fail(string what, string fix)
    {
        var (component, name, member) = Blamed();
        _failure.TrySetResult(new(component, member, $"{name} {what} in {member} ({_calls.Where()}). The run is given up. {fix}")
        {
            MayStillRun = true,
        });
    }

    // Observers are quick, and whatever publishes waits for them: one that has been at an event for long is what all others wait for.
    private (Type Component, string Name, string Member) Blamed() => _events.Pulse is { Observer: { } observer } pulse && pulse.Elapsed >= s_pause
        ? (observer.GetType(), pulse.Name, nameof(IRunObserver.OnEvent))
        : _calls.Longest ?? (typeof(StreamRun), "The engine", "its own work");

    private static long? Field(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(text => text.StartsWith(name, StringComparison.Ordinal));
            var text = line?[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
