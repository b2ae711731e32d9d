namespace PluginHost.Runtimes;

/// <summary>How to start this same host again as a process of its own.</summary>
internal static class HostProgram
{
    private const string Name = "dotnet-host";

    /// <summary>The program and what comes before the host's own arguments.</summary>
    public static IReadOnlyList<string> CommandLine()
    {
        var program = Environment.ProcessPath ?? "dotnet";
        // As an app host, the process is the host; else it is dotnet and takes the host's assembly.
        if (Path.GetFileNameWithoutExtension(program) == Name) return [program];
        var assembly = Path.Combine(Path.GetDirectoryName(typeof(HostProgram).Assembly.Location)!, $"{Name}.dll");
        if (File.Exists(Path.ChangeExtension(assembly, ".runtimeconfig.json"))) return [Dotnet, assembly];

        // The host is a library of another program, such as a plugin's tests: it runs with what that program was built with.
        var dependencies = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES"))?.Split(';')[0] ?? "";
        var configuration = dependencies.Replace(".deps.json", ".runtimeconfig.json", StringComparison.Ordinal);
        return [Dotnet, "exec", "--runtimeconfig", configuration, "--depsfile", dependencies, assembly];
    }

    /// <summary>The dotnet that runs this process, or the one on the path.</summary>
    public static string Dotnet =>
        Environment.ProcessPath is { } program && Path.GetFileNameWithoutExtension(program) == "dotnet" ? program : "dotnet";
}
