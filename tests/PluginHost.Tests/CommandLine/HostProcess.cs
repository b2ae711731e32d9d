using System.Diagnostics;

namespace PluginHost.Tests;

/// <summary>The host as a process of its own: where it stands and what its environment says belongs to a process.</summary>
internal static class HostProcess
{
    /// <summary>The host's assembly beside the tests.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "dotnet-host.dll");

    /// <summary>Runs a command over the fixture plugins.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The command.</param>
    /// <param name="variables">Changes of the environment; <see langword="null"/> removes.</param>
    public static Task<CliResult> RunAsync(string folder, string[] arguments, params (string Name, string? Value)[] variables) =>
        StartAsync(folder, ["dotnet", Program, .. arguments], variables);

    /// <summary>Runs a command without the rights by which root reads everything.</summary>
    public static Task<CliResult> RunUnprivilegedAsync(string folder, params string[] arguments) => StartAsync(
        folder,
        Environment.IsPrivilegedProcess
            ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "dotnet", Program, .. arguments]
            : ["dotnet", Program, .. arguments],
        []);

    /// <summary>Runs a shell script in which <c>$HOST</c> is the host's assembly.</summary>
    public static Task<CliResult> ShellAsync(string folder, string script) => StartAsync(folder, ["bash", "-c", script], [("HOST", Program)]);

    /// <summary>Runs a program beside the fixtures until it ends; a variable without a value is taken away.</summary>
    public static async Task<CliResult> StartAsync(string folder, string[] line, (string Name, string? Value)[] variables)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            Environment = { ["PLUGINHOST_HOME"] = Workbench.Fixtures },
        };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CliResult(process.ExitCode, await output, await error);
    }
}
