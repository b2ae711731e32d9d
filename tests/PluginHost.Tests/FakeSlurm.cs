namespace PluginHost.Tests;

/// <summary>Shell scripts in the place of Slurm's programs: they run the tasks of an array at once, without a queue.</summary>
internal sealed class FakeSlurm : IDisposable
{
    private const string Sbatch = """
        if [ -e "$root/refuse" ]; then echo "sbatch: error: $(cat "$root/refuse")" >&2; exit 1; fi
        script="${@: -1}"
        job=$(($(cat "$root/last" 2>/dev/null || echo 0) + 1)); echo $job >"$root/last"
        name=$(sed -n 's/^#SBATCH --job-name=//p' "$script")
        for i in $(seq 0 $(sed -n 's/^#SBATCH --array=0-\([0-9]*\).*/\1/p' "$script")); do
          if [ -e "$root/hold" ]; then echo "$name $job $i PENDING Priority" >"$root/task-${job}_$i"
          else echo "$name $job $i RUNNING None" >"$root/task-${job}_$i"; "$root/execute" "$name" "$job" "$i" "$script" >/dev/null 2>&1 </dev/null & fi
        done
        echo $job
        """;

    private const string Execute = """
        name=$1 job=$2 i=$3 script=$4 restarts=0
        while :; do
          SLURM_ARRAY_JOB_ID=$job SLURM_ARRAY_TASK_ID=$i SLURM_RESTART_COUNT=$restarts bash "$script" &
          echo $! >"$root/pid-${job}_$i"; wait $!; code=$?
          [ -e "$root/requeue-${job}_$i" ] || break
          rm "$root/requeue-${job}_$i"; restarts=$((restarts + 1))
        done
        [ $code -eq 0 ] && state=COMPLETED || state=FAILED
        grep -q CANCELLED "$root/task-${job}_$i" || echo "$name $job $i $state None" >"$root/task-${job}_$i"
        """;

    private const string Squeue = """
        if [ -e "$root/mute" ]; then echo "slurm_load_jobs error: Unable to contact slurm controller" >&2; exit 1; fi
        cat "$root"/task-* 2>/dev/null; exit 0
        """;

    private const string Scancel = """
        echo "$@" >>"$root/scancel.log"
        for id in "$@"; do [ -e "$root/task-$id" ] && sed -i 's/PENDING\|RUNNING/CANCELLED/' "$root/task-$id"; done; exit 0
        """;

    private const string Scontrol = """touch "$root/requeue-$2" """;

    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");

    public FakeSlurm()
    {
        foreach (var (name, text) in new[]
            {
                ("sbatch", Sbatch), ("execute", Execute), ("squeue", Squeue), ("scancel", Scancel), ("scontrol", Scontrol),
            })
        {
            File.WriteAllText(Of(name), $"#!/bin/bash\nroot='{Root}'\n{text}\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(Of(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Environment.SetEnvironmentVariable("PATH", $"{Root}:{_path}");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("pluginhost-slurm-").FullName;

    /// <summary>How many arrays were submitted.</summary>
    public int Submissions => File.Exists(Of("last")) ? int.Parse(File.ReadAllText(Of("last"))) : 0;

    /// <summary>Makes a file that one of the programs looks for.</summary>
    public void Set(string name, string text = "") => File.WriteAllText(Of(name), text);

    /// <summary>Takes it away again.</summary>
    public void Unset(string name) => File.Delete(Of(name));

    public string Read(string name) => File.Exists(Of(name)) ? File.ReadAllText(Of(name)).Trim() : "";

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Directory.Delete(Root, recursive: true);
    }

    private string Of(string name) => Path.Combine(Root, name);
}
