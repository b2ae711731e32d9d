using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PluginHost.Jobs.Tests;

/// <summary>
/// Grids on a real Slurm of one node, whose tasks are cancelled, requeued and killed. PLUGINHOST_SLURM_CELLS asks for a larger grid
/// (tests/soak/run.sh --slurm takes 200 cells).
/// </summary>
public sealed class SlurmTests(ITestOutputHelper output) : IDisposable
{
    private const int Seeds = 4;

    // Of these cells every sixteenth is harmed in each of four ways.
    private static readonly int s_cells =
        int.TryParse(Environment.GetEnvironmentVariable("PLUGINHOST_SLURM_CELLS"), CultureInfo.InvariantCulture, out var cells) ? cells : 16;

    private static readonly int s_harms = Math.Max(1, s_cells / 16);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void Cells_that_are_cancelled_requeued_and_killed_end_with_the_table_of_this_machines_processes()
    {
        Skip.If(SlurmCluster.Missing is not null, SlurmCluster.Missing);
        Write(methods: s_cells / Seeds, seeds: Seeds, steps: 50);
        var local = Compare("local", "--parallel", "4");
        local.ExitCode.ShouldBe(0, local.Output + local.Errors);
        using var cluster = new SlurmCluster(Directory.CreateDirectory(Path.Combine(_folder.Path, "cluster")).FullName);
        var clock = Stopwatch.StartNew();
        var harm = new Harm(Path.Combine(_folder.Path, "slurm"), s_harms, seed: 17);
        var (sessions, killed) = (0, false);
        for (var ended = -1; ended != 0; sessions++)
        {
            sessions.ShouldBeLessThan(12);
            using var process = HostRun.Start(_folder.Path, Arguments("slurm", "--launcher", "slurm", "--launcher-set", "pollSeconds=0.5"));
            var text = (Output: process.StandardOutput.ReadToEndAsync(), Errors: process.StandardError.ReadToEndAsync());
            while (!process.WaitForExit(150))
            {
                harm.Do();
                if (killed || harm.Done < s_harms) continue;
                // The starter dies; its tasks go on, and the next one finds them.
                killed = true;
                process.Kill();
            }

            process.WaitForExit();
            ended = process.ExitCode;
            if (sessions == 1) text.Output.Result.ShouldContain("since an earlier session");
            ended.ShouldBeOneOf(0, 4, 137);
        }

        var resumed = Logs("slurm").Count(log => log.Contains("--resume", StringComparison.Ordinal));
        output.WriteLine($"{s_cells} cells in {clock.Elapsed.TotalSeconds:0} s, {sessions} sessions, one of them killed; {harm}; {resumed} cells resumed");
        killed.ShouldBeTrue();
        harm.Done.ShouldBeGreaterThanOrEqualTo(4 * s_harms, "the grid ended before it was harmed enough");
        Table("slurm").ShouldBe(Table("local"));
        // A run may end in the moment between the look at it and the harm.
        resumed.ShouldBeGreaterThanOrEqualTo(Math.Max(2, s_harms / 3));
    }

    // Without the last column, the mean time of a run.
    private string[] Table(string name) =>
        [.. File.ReadAllLines(Path.Combine(_folder.Path, name, "table.csv")).Select(line => line[..line.LastIndexOf(',')])];

    private IEnumerable<string> Logs(string name) =>
        Directory.GetFiles(Path.Combine(_folder.Path, name), "output.log", SearchOption.AllDirectories).Select(File.ReadAllText);

    private void Write(int methods, int seeds, int steps)
    {
        var plugins = Path.Combine(HostRun.ArtifactsRoot, "fixtures", "plugins", "engine.stepping");
        _folder.File("job.json", $$"""
            { "name": "stepping", "plugins": ["{{plugins}}"],
              "engine": { "use": "stepping", "options": { "steps": {{steps}}, "stepMilliseconds": 20 } } }
            """);
        _folder.File("grid.json", $$"""
            { "name": "grid", "job": "job.json",
              "axes": [
                { "name": "method", "path": "engine.options.method", "values": [{{string.Join(", ", Enumerable.Range(0, methods))}}] },
                { "name": "seed", "path": "seed", "values": [{{string.Join(", ", Enumerable.Range(0, seeds))}}], "repetition": true }
              ],
              "table": { "rows": ["method"], "figures": [ { "name": "figure", "path": "figure", "decimals": 6 } ] } }
            """);
    }

    private HostRun Compare(string name, params string[] more) => HostRun.Execute(_folder.Path, Arguments(name, more));

    private string[] Arguments(string name, params string[] more) => ["compare", "grid.json", "--output", Path.Combine(_folder.Path, name), .. more];

    /// <summary>
    /// Does something to a running task: a cancel without grace, a requeue, the signal before a limit, a SIGKILL to the run itself. The first harm
    /// of each kind strikes a run that has saved something, so that there is something to go on from; the others strike at any moment.
    /// </summary>
    private sealed class Harm(string folder, int each, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly int[] _counts = new int[4];

        public int Done => _counts.Sum();

        public void Do()
        {
            var kinds = Enumerable.Range(0, 4).Where(kind => _counts[kind] < each).ToArray();
            if (kinds.Length == 0) return;
            var kind = kinds[_random.Next(kinds.Length)];
            var first = _counts[kind] == 0;
            var runs = first || kind == 3 ? Runs().Where(run => !first || run.Saved).ToArray() : [];
            if (kind == 3)
            {
                if (runs.Length == 0) return;
                using var kill = Process.Start("kill", ["-9", runs[_random.Next(runs.Length)].Process]);
                kill.WaitForExit();
            }
            else
            {
                string[] tasks = first
                    ? [.. runs.Select(run => run.Task)]
                    : [.. SlurmCluster.Tasks().Where(task => task.State == "RUNNING").Select(task => task.Id)];
                if (tasks.Length == 0) return;
                var task = tasks[_random.Next(tasks.Length)];
                switch (kind)
                {
                    case 0: Begin("scancel", "--signal=KILL", task); break;
                    case 1: Begin("scontrol", "requeue", task); break;
                    default: Begin("scancel", "--batch", "--signal=USR1", task); break;
                }
            }

            _counts[kind]++;
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{_counts[0]} cancelled, {_counts[1]} requeued, {_counts[2]} warned of a limit, {_counts[3]} killed");

        // Slurm's programs try again for many seconds where a task is about to end.
        private static void Begin(string program, params string[] arguments) => HostRun.StartProgram(program, "/", arguments).Dispose();

        // The processes of cells, and not the shells that hold them.
        private IEnumerable<(string Process, string Task, bool Saved)> Runs()
        {
            foreach (var process in Directory.GetDirectories("/proc").Select(Path.GetFileName).OfType<string>().Where(name => name.All(char.IsAsciiDigit)))
            {
                string[] line, variables;
                try
                {
                    line = File.ReadAllText($"/proc/{process}/cmdline").Split('\0');
                    if (line is not [_, _, "run", var job, ..] || !job.StartsWith(folder, StringComparison.Ordinal)) continue;
                    variables = File.ReadAllText($"/proc/{process}/environ").Split('\0');
                }
                catch (IOException)
                {
                    continue;
                }

                var task = $"{Value(variables, "SLURM_ARRAY_JOB_ID=")}_{Value(variables, "SLURM_ARRAY_TASK_ID=")}";
                yield return (process, task, File.Exists(Path.Combine(line[Array.IndexOf(line, "--output") + 1], "state.txt")));
            }
        }

        private static string? Value(string[] variables, string name) =>
            variables.FirstOrDefault(variable => variable.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
    }
}
