using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PluginHost.Plugins.Slurm;

/// <summary>The submissions of one comparison: their files in its folder, and what the scheduler says of their tasks.</summary>
/// <param name="directory">The folder of the files.</param>
internal sealed class SlurmQueue(string directory)
{
    // A task in one of these comes to no further execution by itself.
    private static readonly HashSet<string> Ended = new(StringComparer.Ordinal)
    {
        "COMPLETED", "CANCELLED", "FAILED", "TIMEOUT", "NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "DEADLINE", "OUT_OF_MEMORY", "REVOKED",
    };

    // Told apart by the folder: names of one comparison are no other's.
    private readonly string _prefix =
        "compare-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..10] + "-";

    /// <summary>Whether a state is one in which a task goes on no more.</summary>
    public static bool IsEnded(string state) => Ended.Contains(state);

    /// <summary>The name of a submission's Slurm job.</summary>
    public string JobName(int submission) => $"{_prefix}{submission}";

    /// <summary>The path of a submission's files without their endings.</summary>
    public string Files(int submission) => Path.Combine(directory, submission.ToString(CultureInfo.InvariantCulture));

    /// <summary>The submissions that are on record, with the runs of their tasks.</summary>
    public IReadOnlyList<(int Submission, IReadOnlyList<(string Fingerprint, string Run)> Tasks)> Records() => !Directory.Exists(directory) ? [] :
    [
        .. Numbers("*.runs").Select(number => (number, (IReadOnlyList<(string, string)>)[.. File.ReadAllLines(Files(number) + ".runs")
            .Select(line => line.Split(' ', 2)).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1]))])),
    ];

    /// <summary>Forgets a submission; its script, list and log stay to be looked at.</summary>
    public void Forget(int submission) => File.Delete(Files(submission) + ".runs");

    /// <summary>Submits an array. It is on record before, so that who comes later finds it whatever happens to this process.</summary>
    /// <returns>Its number, and the complaint if it was refused.</returns>
    public async Task<(int Submission, string? Refusal)> SubmitAsync(
        IReadOnlyList<(LaunchedRun Run, int Used)> runs, SlurmOptions options, int parallel)
    {
        Directory.CreateDirectory(directory);
        var submission = Numbers("*.sh").LastOrDefault() + 1;
        var files = Files(submission);
        var script = ArrayScript.Of(files, JobName(submission), [.. runs.Select(item => item.Run)], options, parallel);
        await File.WriteAllTextAsync(files + ".tasks", ArrayScript.Tasks(runs));
        await File.WriteAllTextAsync(files + ".sh", script);
        await File.WriteAllLinesAsync(files + ".runs", runs.Select(item => $"{item.Run.Fingerprint} {item.Run.Name}"));
        var answer = await SlurmCommands.RunAsync("sbatch", ["--parsable", files + ".sh"]);
        if (answer.ExitCode == 0) return (submission, null);
        Forget(submission);
        return (submission, answer.Error.Length > 0 ? answer.Error : $"sbatch ended with exit code {answer.ExitCode}");
    }

    /// <summary>Asks for the tasks of submissions, those that ended a short while ago included.</summary>
    /// <returns>What each is doing, and the complaint if there was no answer.</returns>
    public async Task<(IReadOnlyDictionary<(int Submission, int Index), QueuedTask> Tasks, string? Fault)> AskAsync(IEnumerable<int> submissions)
    {
        var tasks = new Dictionary<(int, int), QueuedTask>();
        var names = string.Join(',', submissions.Select(JobName));
        if (names.Length == 0) return (tasks, null);
        var answer = await SlurmCommands.RunAsync(
            "squeue", ["--noheader", "--array", "--states=all", "--name=" + names, "--format=%j %F %K %T"]);
        if (answer.ExitCode != 0) return (tasks, answer.Error.Length > 0 ? answer.Error : $"squeue ended with exit code {answer.ExitCode}");
        foreach (var line in answer.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            if (parts.Length < 4 || !parts[0].StartsWith(_prefix, StringComparison.Ordinal)) continue;
            if (!int.TryParse(parts[0].AsSpan(_prefix.Length), CultureInfo.InvariantCulture, out var submission)) continue;
            if (!int.TryParse(parts[2], CultureInfo.InvariantCulture, out var index)) continue;
            tasks[(submission, index)] = new QueuedTask($"{parts[1]}_{parts[2]}", parts[3]);
        }

        return (tasks, null);
    }

    /// <summary>What a task's script wrote at its end: the exit code and how often Slurm had started it again.</summary>
    public (int ExitCode, int Restarts)? End(int submission, int index)
    {
        var file = $"{Files(submission)}.end-{index.ToString(CultureInfo.InvariantCulture)}";
        if (!File.Exists(file)) return null;
        var parts = File.ReadAllText(file).Split(' ', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && int.TryParse(parts[0], out var code) && int.TryParse(parts[1], out var restarts) ? (code, restarts) : null;
    }

    /// <summary>Cancels tasks, or sends them a signal.</summary>
    public static Task CancelAsync(IEnumerable<string> arguments) => SlurmCommands.RunAsync("scancel", arguments);

    private IEnumerable<int> Numbers(string pattern) => Directory.EnumerateFiles(directory, pattern)
        .Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0)
        .Order();
}

/// <summary>What the scheduler says of a task.</summary>
/// <param name="Id">Its id, such as <c>123_4</c>.</param>
/// <param name="State">Its state, such as <c>PENDING</c>.</param>
internal sealed record QueuedTask(string Id, string State);
