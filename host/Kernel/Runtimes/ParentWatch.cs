using System.Globalization;
using System.Runtime.InteropServices;

namespace PluginHost.Runtimes;

/// <summary>
/// Notices the end of the process that this one works for, however it ended: a comparison that starts runs, a host that starts a trial, or
/// the <c>dotnet</c> command in front of a local tool. The kernel's own signal for that (PR_SET_PDEATHSIG) follows the thread that started a
/// process, and threads of a pool end at any time; the number of the parent process is right.
/// </summary>
internal sealed class ParentWatch : IDisposable
{
    /// <summary>The variable by which a process of this host names itself to those that it starts.</summary>
    public const string Variable = "PLUGINHOST_PARENT";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);
    private static readonly int? Watched = Find();

    private readonly Timer _timer;

    // Once its parent has ended, a process has another one.
    private ParentWatch(int parent, Action onEnd)
    {
        _timer = new Timer(_ => { if (Parent() != parent) End(onEnd); }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(TimeSpan.Zero, Period);
    }

    /// <summary>What a process that is to end with this one is given for <see cref="Variable"/>.</summary>
    public static string Present => Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Watches the process that this one works for; <see langword="null"/> if it works for none.</summary>
    /// <param name="onEnd">Called once, on another thread.</param>
    public static ParentWatch? Start(Action onEnd) => Watched is { } parent ? new ParentWatch(parent, onEnd) : null;

    public void Dispose() => _timer.Dispose();

    private void End(Action onEnd)
    {
        if (_timer.Change(Timeout.Infinite, Timeout.Infinite)) onEnd();
    }

    private static int? Find()
    {
        if (OperatingSystem.IsWindows()) return null;
        var named = Environment.GetEnvironmentVariable(Variable);
        // Programs that plugins start work for this process, not for its parent.
        Environment.SetEnvironmentVariable(Variable, null);
        if (int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var starter)) return starter;
        var parent = Parent();
        return IsToolCommand(CommandLine(parent)) ? parent : null;
    }

    /// <summary>Whether a command line is that of <c>dotnet host</c>, which waits for this process as long as it lives.</summary>
    internal static bool IsToolCommand(IReadOnlyList<string> line) =>
        line.Count > 1 && Path.GetFileName(line[0]) == "dotnet" && (line[1] is "host" or "dotnet-host" or "tool");

    private static string[] CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/cmdline").Split('\0');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Parent();
}
