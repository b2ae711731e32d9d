using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Slurm;

/// <summary>What is asked of Slurm for every run.</summary>
public sealed class SlurmOptions
{
    /// <summary>The time limit of an execution, as sbatch's --time takes it, such as 2:00:00; the partition's own if absent.</summary>
    public string? Time { get; set; }

    /// <summary>The partition; Slurm's default if absent.</summary>
    public string? Partition { get; set; }

    /// <summary>The account to charge; the user's default if absent.</summary>
    public string? Account { get; set; }

    /// <summary>GPUs of a run, as sbatch's --gpus takes them, such as 1 or a100:1; none if absent.</summary>
    public string? Gpus { get; set; }

    /// <summary>Cores of a run; 0 for the compute threads that its job asks for, or 1 where it asks for none.</summary>
    [Range(0, 4096)]
    public int Cpus { get; set; }

    /// <summary>Memory of a run, as sbatch's --mem takes it, such as 8G; the partition's default if absent.</summary>
    public string? Memory { get; set; }

    /// <summary>The most runs at the same time; 0 for what --parallel says, or else as many as Slurm lets run.</summary>
    [Range(0, 100_000)]
    public int MaxParallel { get; set; }

    /// <summary>How many seconds before its time limit a run gets SIGUSR1, on which it saves its state and stops; 0 for no signal.</summary>
    [Range(0, 65_535)]
    public int SignalSeconds { get; set; } = 120;

    /// <summary>Whether Slurm may put a run back into the queue that it pre-empted or whose node failed; it resumes then.</summary>
    public bool Requeue { get; set; } = true;

    /// <summary>How many executions a run may take that end before it does: at its time limit, killed, or with its node.</summary>
    [Range(1, 10_000)]
    public int Attempts { get; set; } = 20;

    /// <summary>The most tasks of one job array; no more than the cluster's MaxArraySize.</summary>
    [Range(1, 4_000_000)]
    public int ArraySize { get; set; } = 1000;

    /// <summary>Seconds between two looks at the queue.</summary>
    [Range(0.1, 3600.0)]
    public double PollSeconds { get; set; } = 10;

    /// <summary>For how many seconds the queue may give no answer before the comparison gives up; the tasks go on meanwhile.</summary>
    [Range(1.0, 1_000_000.0)]
    public double PatienceSeconds { get; set; } = 900;

    /// <summary>Further arguments of sbatch, such as --qos=long.</summary>
    public IReadOnlyList<string> Extra { get; set; } = [];
}
