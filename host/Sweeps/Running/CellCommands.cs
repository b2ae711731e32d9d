using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PluginHost.Comparisons.Cells;
using PluginHost.Contracts;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Running;

/// <summary>Makes runs of this same host out of cells. A cell's job is handed over as JSON, and its result comes back as JSON.</summary>
/// <param name="layout">The installation.</param>
/// <param name="report">Whether a run writes its page.</param>
internal sealed class CellCommands(HostLayout layout, bool report)
{
    /// <summary>The run of a cell, and the job that it is handed: complete as it was checked.</summary>
    /// <param name="cell">The cell and its job.</param>
    /// <param name="folder">The comparison's folder.</param>
    /// <param name="threads">The command line's compute threads, and the share of a run that nobody says anything for.</param>
    public CellRun Run(CellJob cell, ComparisonFolder folder, CellThreads threads)
    {
        var job = cell.Job!.DeepClone().AsObject();
        job["name"] = cell.Cell.Folder;
        var ofJob = job["threads"]?.GetValue<int>() ?? 0;
        if (threads.Of(ofJob) is { } count) job["threads"] = ofJob = count;
        var file = folder.JobOf(cell.Cell);
        List<string> line = [.. Host(), "run", file];
        foreach (var list in layout.AllowLists) line.AddRange(["--allow", list]);
        line.AddRange(["--output", folder.Of(cell.Cell), "--result", folder.ResultOf(cell.Cell), "--no-progress"]);
        if (!report) line.Add("--no-report");
        var run = new LaunchedRun
        {
            Name = cell.Cell.Folder,
            Folder = folder.Of(cell.Cell),
            OutputLog = Path.Combine(folder.Of(cell.Cell), RunFolder.OutputLog),
            ResultFile = folder.ResultOf(cell.Cell),
            Start = line,
            Resume = [.. line, "--resume"],
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [HostLayout.HomeVariable] = Path.GetDirectoryName(layout.SharedDirectory)!,
            },
            Threads = ofJob,
            Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(job.ToJsonString())))[..16],
        };
        return new CellRun(run, job, file);
    }

    // As an app host, the process is the host; else it is dotnet and takes the host's assembly.
    private static string[] Host()
    {
        var program = Environment.ProcessPath ?? "dotnet";
        var assembly = Path.Combine(AppContext.BaseDirectory, "dotnet-host.dll");
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet-host";
        return isHost || !File.Exists(assembly) ? [program] : [Dotnet(program), assembly];
    }

    private static string Dotnet(string program) => Path.GetFileNameWithoutExtension(program) == "dotnet" ? program : "dotnet";
}

/// <summary>The run of a cell with the job that it is handed.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">The job.</param>
/// <param name="File">The file that hands it over.</param>
internal sealed record CellRun(LaunchedRun Run, JsonObject Job, string File)
{
    /// <summary>Writes the job.</summary>
    public void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        JsonFile.Write(File, Job);
    }
}
