using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Runs;

/// <summary>
/// The folder of one run. Claiming creates or reopens it; a lock file keeps a second process out while it is held. Results of an
/// earlier run are never overwritten.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    /// <summary>What a starter of runs writes of the run's own output; a folder with nothing else in it is still free.</summary>
    public const string OutputLog = "output.log";

    private const string LockName = ".lock";
    private readonly FileStream _lock;
    private readonly bool _created;

    private RunFolder(string path, FileStream gate, bool created) => (Path, _lock, _created) = (path, gate, created);

    public string Path { get; }

    public string JobFile => System.IO.Path.Combine(Path, "job.json");

    public string LockFile => System.IO.Path.Combine(Path, "plugins.lock.json");

    /// <summary>Claims a new folder: the one asked for, or <c>name</c>, <c>name-2</c>, ... under the parent.</summary>
    public static Result<RunFolder?> ClaimNew(string parent, string name, string? exact)
    {
        var findings = new FindingList();
        try
        {
            if (exact is not null)
            {
                if (!IsOccupied(exact) && TryOpen(exact) is { } asked) return new(asked, findings);
                findings.Error(
                    FindingCodes.OutputOccupied,
                    "--output",
                    $"the folder '{LocatedJson.DisplayName(exact)}' holds something already",
                    "a folder that is new or empty",
                    RunState.Read(exact) is null ? null : "Add --resume to continue the run in it.");
                return new(null, findings);
            }

            for (var number = 1; ; number++)
            {
                var path = System.IO.Path.Combine(parent, number == 1 ? name : $"{name}-{number}");
                if (!IsOccupied(path) && TryOpen(path) is { } claimed) return new(claimed, findings);
                if (number == 100_000) throw new IOException($"no free folder for '{name}' in {parent}");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(
                FindingCodes.BadValue,
                exact is null ? "output" : "--output",
                $"cannot create the run folder: {exception.Message}",
                cause: exception);
            return new(null, findings);
        }
    }

    /// <summary>Claims the folder to resume: the one asked for, or the latest unfinished run of that name.</summary>
    public static Result<RunFolder?> ClaimUnfinished(string parent, string name, string? exact)
    {
        var findings = new FindingList();
        var candidates = exact is not null ? [exact] : FoldersOf(parent, name);
        var unfinished = candidates.Select(path => (Path: path, State: RunState.Read(path)))
            .Where(found => found.State is not null && found.State.State != RunState.Completed)
            // By number: a clock may have been set back between two runs.
            .OrderByDescending(found => Number(System.IO.Path.GetFileName(found.Path), name))
            .ToArray();
        foreach (var (path, _) in unfinished)
        {
            if (TryOpen(path) is { } claimed) return new(claimed, findings);
        }

        var where = exact is null ? System.IO.Path.Combine(LocatedJson.DisplayName(parent), name) : LocatedJson.DisplayName(exact);
        var what = unfinished.Length > 0 ? "the run is still going on in another process" : "there is no unfinished run to resume";
        findings.Error(FindingCodes.NothingToResume, where, what, fix: "Run without --resume to start anew.");
        return new(null, findings);
    }

    /// <summary>Holds the folder of a run that is not to go on meanwhile.</summary>
    /// <param name="path">A folder that exists.</param>
    /// <returns>The hold; <see langword="null"/> if another process has the folder.</returns>
    public static RunFolder? TryHold(string path) => TryOpen(path);

    /// <summary>Whether a process has the folder now, without holding it.</summary>
    public static bool IsHeld(string path)
    {
        try
        {
            var file = System.IO.Path.Combine(path, LockName);
            if (!File.Exists(file)) return false;
            using var look = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>
    /// Gives the folder up after the run did not come about: removes it if this claim created it and nothing was written.
    /// </summary>
    public void Abandon()
    {
        Dispose();
        if (_created && Directory.Exists(Path) && !Directory.EnumerateFileSystemEntries(Path).Any()) Directory.Delete(Path);
    }

    public void Dispose() => _lock.Dispose();

    private static string[] FoldersOf(string parent, string name) => Directory.Exists(parent)
        ? [.. Directory.EnumerateDirectories(parent, name + "*").Where(path => IsNumbered(System.IO.Path.GetFileName(path), name))]
        : [];

    private static bool IsNumbered(string folder, string name) =>
        folder == name || (folder.StartsWith(name + "-", StringComparison.Ordinal) && folder[(name.Length + 1)..].All(char.IsAsciiDigit));

    private static int Number(string folder, string name) =>
        folder.Length > name.Length && int.TryParse(folder.AsSpan(name.Length + 1), out var number) ? number : 1;

    private static bool IsOccupied(string path) =>
        File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any(IsContent));

    // A run that was killed before it had begun leaves its lock behind, or the start of run.json.
    private static bool IsContent(string path) => System.IO.Path.GetFileName(path) is var name
        && name is not (OutputLog or LockName)
        && !(name.StartsWith(RunState.FileName + ".", StringComparison.Ordinal) && name.EndsWith(".tmp", StringComparison.Ordinal));

    private static RunFolder? TryOpen(string path)
    {
        var created = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        try
        {
            var gate = new FileStream(
                System.IO.Path.Combine(path, LockName),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose);
            return new RunFolder(path, gate, created);
        }
        catch (IOException) when (File.Exists(System.IO.Path.Combine(path, LockName)))
        {
            return null;
        }
    }
}
