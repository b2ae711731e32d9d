using System.Diagnostics;
using System.Reflection;

namespace PluginHost.Jobs.Tests;

/// <summary>One execution of the built host in a process of its own.</summary>
internal sealed record HostRun(int ExitCode, string Output, string Errors)
{
    public static string ArtifactsRoot { get; } = Metadata("ArtifactsRoot");

    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static HostRun Execute(string directory, params string[] arguments)
    {
        using var process = Start(directory, arguments);
        return Finish(process);
    }

    public static Process Start(string directory, params string[] arguments) =>
        StartProgram("dotnet", directory, [Path.Combine(ArtifactsRoot, "host", "dotnet-host.dll"), .. arguments]);

    public static Process StartProgram(string program, string directory, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // A test host sets variables that would steer the child's build or runtime.
        foreach (var name in start.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    public static HostRun Finish(Process process)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new(process.ExitCode, output.Result, errors.Result);
    }

    private static string Metadata(string key) =>
        typeof(HostRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
