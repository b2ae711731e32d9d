using System.Globalization;
using System.Text;

namespace PluginHost.Plugins.Slurm;

/// <summary>The batch script of a job array, and the list of its tasks' runs.</summary>
internal static class ArrayScript
{
    // Read by bash: each line of the list makes the variables of one run.
    private const string Body = """
        # Task i carries out the run of line i of the list beside this script. A run that has begun is resumed.
        eval "$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" "$files.tasks")"
        end="$files.end-$SLURM_ARRAY_TASK_ID"
        rm -f "$end"
        mkdir -p "$folder"
        restarts=$((used + ${SLURM_RESTART_COUNT:-0}))
        finish() { echo "$1 ${SLURM_RESTART_COUNT:-0}" >"$end.new" && mv "$end.new" "$end"; exit "$1"; }
        command=("${start[@]}")
        if [ -e "$folder/run.json" ]; then
          grep -q '"state": *"completed"' "$folder/run.json" && finish 0
          command=("${resume[@]}")
        fi
        rm -f "$result"
        echo "# $(date -Is) task ${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID on $(hostname): ${command[*]}" >>"$log"
        # Signals are handed on: USR1 comes before the time limit, TERM when the task is cancelled or pre-empted.
        signals=0 seen=0 limit=0 run=
        trap 'signals=$((signals + 1)) limit=1; [ -z "$run" ] || kill -USR1 "$run" 2>/dev/null' USR1
        trap 'signals=$((signals + 1)); [ -z "$run" ] || kill -TERM "$run" 2>/dev/null' TERM
        "${command[@]}" >>"$log" 2>&1 </dev/null &
        run=$!
        [ "$signals" -eq 0 ] || kill -TERM "$run" 2>/dev/null
        wait "$run"; code=$?
        while [ "$signals" -ne "$seen" ]; do seen=$signals; wait "$run"; code=$?; done
        # 130: it saved its state and stopped; 138: the signal came before it listened.
        if [ "$limit" -eq 1 ] && { [ "$code" -eq 130 ] || [ "$code" -eq 138 ]; } && [ "$((restarts + 1))" -lt "$attempts" ] \
          && [ "$requeue" -eq 1 ] && scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID" >>"$log" 2>&1; then exit 0; fi
        finish "$code"
        """;

    /// <summary>The script.</summary>
    /// <param name="files">The path of the submission's files without their endings.</param>
    /// <param name="name">The name of the Slurm job.</param>
    /// <param name="runs">The runs, one a task.</param>
    /// <param name="options">What is asked of Slurm.</param>
    /// <param name="parallel">The most tasks at the same time; 0 for no bound.</param>
    public static string Of(string files, string name, IReadOnlyList<LaunchedRun> runs, SlurmOptions options, int parallel)
    {
        var cpus = Cpus(options, runs);
        var text = new StringBuilder("#!/bin/bash\n");
        void Add(string option, string? value)
        {
            if (value is not null) text.Append(CultureInfo.InvariantCulture, $"#SBATCH --{option}={value}\n");
        }

        Add("job-name", name);
        Add("array", $"0-{runs.Count - 1}" + (parallel > 0 ? $"%{parallel}" : ""));
        Add("ntasks", "1");
        Add("cpus-per-task", cpus.ToString(CultureInfo.InvariantCulture));
        Add("output", Escaped(files + ".log"));
        Add("open-mode", "append");
        text.Append(options.Requeue ? "#SBATCH --requeue\n" : "#SBATCH --no-requeue\n");
        Add("time", options.Time);
        Add("partition", options.Partition);
        Add("account", options.Account);
        Add("gpus", options.Gpus);
        Add("mem", options.Memory);
        if (options.SignalSeconds > 0) Add("signal", $"B:USR1@{options.SignalSeconds}");
        foreach (var argument in options.Extra) text.Append(CultureInfo.InvariantCulture, $"#SBATCH {argument}\n");
        text.Append(CultureInfo.InvariantCulture, $"files={Quoted(files)} attempts={options.Attempts} requeue={(options.Requeue ? 1 : 0)}\n");
        text.Append(CultureInfo.InvariantCulture, $"export OMP_NUM_THREADS={cpus}\n");
        foreach (var (variable, value) in runs[0].Environment) text.Append(CultureInfo.InvariantCulture, $"export {variable}={Quoted(value)}\n");
        return text.Append(Body).Append('\n').ToString();
    }

    /// <summary>The list: a line a run.</summary>
    /// <param name="runs">The runs, each with the executions that it took before.</param>
    public static string Tasks(IEnumerable<(LaunchedRun Run, int Used)> runs) => string.Concat(runs.Select(item =>
        $"used={item.Used} folder={Quoted(item.Run.Folder)} log={Quoted(item.Run.OutputLog)} result={Quoted(item.Run.ResultFile)} "
        + $"start=({Quoted(item.Run.Start)}) resume=({Quoted(item.Run.Resume)})\n"));

    private static int Cpus(SlurmOptions options, IReadOnlyList<LaunchedRun> runs) =>
        options.Cpus > 0 ? options.Cpus : Math.Max(1, runs.Max(run => run.Threads));

    private static string Quoted(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    // A line break in a path must not break the list's line.
    private static string Quoted(string text) => text.Contains('\n', StringComparison.Ordinal)
        ? "$'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal) + "'"
        : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    // Slurm takes % in a file's name for a pattern, and a blank for the end of an option.
    private static string Escaped(string path) => '"' + path.Replace("%", "%%", StringComparison.Ordinal) + '"';
}
