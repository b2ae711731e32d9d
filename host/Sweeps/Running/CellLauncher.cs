using CliWrap;
using PluginHost.Comparisons.Cells;
using PluginHost.Json;
using PluginHost.Layout;
using PluginHost.Runtimes;

namespace PluginHost.Comparisons.Running;

/// <summary>Starts runs of cells as processes of this same host. A cell's job is handed over as JSON, and its result comes back as JSON.</summary>
internal sealed class CellLauncher(HostLayout layout)
{
    /// <summary>Writes the job of a cell, complete as it was checked, and returns the command line that runs it, the program first.</summary>
    /// <param name="cell">The cell and its job.</param>
    /// <param name="folder">The comparison's folder.</param>
    /// <param name="resume">Whether to continue the run in the cell's folder.</param>
    /// <param name="threads">The command line's compute threads, and the share of a run that nobody says anything for.</param>
    public IReadOnlyList<string> CommandLine(CellJob cell, ComparisonFolder folder, bool resume, CellThreads threads)
    {
        var job = cell.Job!.DeepClone().AsObject();
        job["name"] = cell.Cell.Folder;
        if (threads.Of(job["threads"]?.GetValue<int>() ?? 0) is { } count) job["threads"] = count;
        var file = folder.JobOf(cell.Cell);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        JsonFile.Write(file, job);
        List<string> line = [.. Host(), "run", file];
        foreach (var list in layout.AllowLists) line.AddRange(["--allow", list]);
        line.AddRange(["--output", folder.Of(cell.Cell), "--result", folder.ResultOf(cell.Cell), "--no-progress"]);
        if (resume) line.Add("--resume");
        return line;
    }

    /// <summary>The process of a command line; it gets nothing to read and may end with any exit code.</summary>
    public Command Command(IReadOnlyList<string> commandLine) => CliWrap.Cli.Wrap(commandLine[0])
        .WithArguments(commandLine.Skip(1))
        .WithEnvironmentVariables(variables => variables
            .Set(HostLayout.HomeVariable, Path.GetDirectoryName(layout.SharedDirectory))
            .Set(ParentWatch.Variable, ParentWatch.Present))
        .WithValidation(CommandResultValidation.None);

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
