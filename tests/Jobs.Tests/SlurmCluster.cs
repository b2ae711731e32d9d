using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>A Slurm of one node with daemons, key, ports and folders of its own; ends when it is disposed.</summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "scontrol", "sinfo"];

    private readonly string _folder;
    private readonly List<Process> _daemons = [];

    /// <summary>Starts the daemons and waits until the node takes tasks.</summary>
    /// <param name="folder">Takes everything that they write.</param>
    public SlurmCluster(string folder)
    {
        _folder = folder;
        foreach (var name in new[] { "state", "spool", "munge" }) Directory.CreateDirectory(Path.Combine(folder, name));
        var key = Path.Combine(folder, "munge", "key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(256));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(key, UnixFileMode.UserRead);
        File.WriteAllText(Configuration, Text(folder));
        Environment.SetEnvironmentVariable("SLURM_CONF", Configuration);
        Start(
            "munged",
            "--foreground",
            "--force",
            $"--key-file={key}",
            $"--socket={Path.Combine(folder, "munge", "socket")}",
            $"--pid-file={Path.Combine(folder, "munge", "pid")}",
            $"--log-file={Path.Combine(folder, "munge", "log")}",
            $"--seed-file={Path.Combine(folder, "munge", "seed")}");
        Start("slurmctld", "-D", "-c");
        Start("slurmd", "-D", "-N", "localhost");
        var limit = Stopwatch.StartNew();
        while (!Run("sinfo", "--noheader", "--format=%T").StartsWith("idle", StringComparison.Ordinal))
        {
            if (limit.Elapsed > TimeSpan.FromSeconds(60))
            {
                EndDaemons();
                Skip.If(true, $"Slurm is installed, but did not come up within a minute: {Logs()}");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>Why no Slurm can be started here; <see langword="null"/> if one can.</summary>
    public static string? Missing
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return "Slurm's daemons need Linux";
            if (Environment.UserName != "root") return "Slurm's daemons need root, to start tasks as the user who submitted them";
            var absent = Programs.Where(program => !Folders.Any(folder => File.Exists(Path.Combine(folder, program)))).ToArray();
            return absent.Length == 0 ? null : $"not installed: {string.Join(", ", absent)} (Debian packages slurm-wlm and munge)";
        }
    }

    /// <summary>What the tasks of all users are doing: id and state.</summary>
    public static IReadOnlyList<(string Id, string State)> Tasks() =>
    [
        .. Run("squeue", "--noheader", "--array", "--format=%F_%K %T").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1])),
    ];

    /// <summary>Runs a program of Slurm and returns what it printed.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = HostRun.StartProgram(program, "/", arguments);
        return HostRun.Finish(process).Output;
    }

    public void Dispose()
    {
        foreach (var task in Tasks()) Run("scancel", "--signal=KILL", task.Id);
        EndDaemons();
    }

    private void EndDaemons()
    {
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }
    }

    private static string[] Folders => [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    private string Configuration => Path.Combine(_folder, "slurm.conf");

    private void Start(string program, params string[] arguments)
    {
        var file = Folders.Select(folder => Path.Combine(folder, program)).First(File.Exists);
        _daemons.Add(HostRun.StartProgram("/bin/bash", "/", ["-c", "exec \"$@\" >\"$0\" 2>&1", Path.Combine(_folder, program + ".out"), file, .. arguments]));
    }

    private string Logs() => string.Join('\n', Directory.GetFiles(_folder, "*.out").SelectMany(File.ReadAllLines).TakeLast(20));

    // The slots are two more than small machines have cores: the tasks mostly wait.
    private static string Text(string folder) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        ClusterName=test
        SlurmctldHost=localhost(127.0.0.1)
        SlurmUser=root
        SlurmdUser=root
        AuthType=auth/munge
        AuthInfo=socket={folder}/munge/socket,cred_expire=5
        MpiDefault=none
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        ReturnToService=2
        KillWait=10
        SlurmdParameters=config_overrides
        SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
        SlurmctldPort={FreePort()}
        SlurmdPort={FreePort()}
        StateSaveLocation={folder}/state
        SlurmdSpoolDir={folder}/spool
        SlurmctldPidFile={folder}/slurmctld.pid
        SlurmdPidFile={folder}/slurmd.pid
        AccountingStorageType=accounting_storage/none
        JobAcctGatherType=jobacct_gather/none
        JobCompType=jobcomp/none
        NodeName=localhost NodeAddr=127.0.0.1 NodeHostname={Environment.MachineName.Split('.')[0]} CPUs=4
        PartitionName=main Nodes=localhost Default=YES MaxTime=60

        """);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
