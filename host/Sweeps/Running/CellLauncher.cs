using System.Globalization;
using CliWrap;
using PluginHost.Comparisons.Cells;
using PluginHost.Layout;
using PluginHost.Runs;

namespace PluginHost.Comparisons.Running;

/// <summary>Starts runs of cells as processes of this same host.</summary>
internal sealed class CellLauncher(HostLayout layout, CellJobs jobs)
{
    /// <summary>The command line of a cell's run, the program first.</summary>
    /// <param name="cell">The cell and its job.</param>
    /// <param name="directory">Its run folder.</param>
    /// <param name="resume">Whether to continue the run in that folder.</param>
    /// <param name="threads">Compute threads, if the job does not say.</param>
    public IReadOnlyList<string> CommandLine(CellJob cell, string directory, bool resume, int threads)
    {
        var request = jobs.Request(cell.Cell);
        List<string> line = [.. Host(), "run", request.Job];
        foreach (var text in request.Overrides) line.AddRange(["--set", text]);
        line.AddRange(["--set", $"name=\"{cell.Cell.Folder}\""]);
        if (cell.Job?["threads"]?.GetValue<int>() is null or 0)
            line.AddRange(["--set", "threads=" + threads.ToString(CultureInfo.InvariantCulture)]);
        if (request.Device is not null) line.AddRange(["--device", request.Device]);
        foreach (var plugins in request.PluginDirectories) line.AddRange(["--plugins", plugins]);
        foreach (var list in layout.AllowLists) line.AddRange(["--allow", list]);
        line.AddRange(["--output", directory, "--no-progress"]);
        if (resume) line.Add("--resume");
        return line;
    }

    /// <summary>The process of a command line; it gets nothing to read and may end with any exit code.</summary>
    public Command Command(IReadOnlyList<string> commandLine) => CliWrap.Cli.Wrap(commandLine[0])
        .WithArguments(commandLine.Skip(1))
        .WithEnvironmentVariables(variables => variables.Set(HostLayout.HomeVariable, Path.GetDirectoryName(layout.SharedDirectory)))
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
