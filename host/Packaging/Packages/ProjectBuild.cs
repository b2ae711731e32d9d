using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Packages;

/// <summary>Builds a plugin's project with the .NET SDK and says where its files are.</summary>
internal static class ProjectBuild
{
    private const int ShownLines = 10;

    /// <summary>The project that a path names: itself, or the only one in a folder; <see langword="null"/> if there is none.</summary>
    public static string? ProjectOf(string path)
    {
        if (File.Exists(path)) return path.EndsWith("proj", StringComparison.OrdinalIgnoreCase) ? path : null;
        if (!Directory.Exists(path)) return null;
        var projects = Directory.EnumerateFiles(path, "*.csproj").Take(2).ToArray();
        return projects.Length == 1 ? projects[0] : null;
    }

    /// <summary>Builds in Release and returns the output folder; without a value the project cannot be built.</summary>
    public static async Task<Result<string?>> BuildAsync(string project, CancellationToken cancellationToken)
    {
        string[] common = [project, "-c", "Release", "-nologo", "-v", "quiet"];
        var (built, log) = await RunAsync(["build", .. common, "-nodeReuse:false"], cancellationToken);
        if (!built) return Failed(project, log);
        var (known, folder) = await RunAsync(
            ["msbuild", project, "-nologo", "-p:Configuration=Release", "-getProperty:TargetDir"],
            cancellationToken);
        if (known && Directory.Exists(folder.Trim())) return new(Path.TrimEndingDirectorySeparator(folder.Trim()), new());
        return Failed(project, folder);
    }

    private static Result<string?> Failed(string project, string log)
    {
        var findings = new FindingList();
        var lines = log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var errors = lines.Where(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)).Distinct(StringComparer.Ordinal);
        findings.Error(
            FindingCodes.BuildFailed,
            LocatedJson.DisplayName(project),
            $"the project cannot be built:\n    {string.Join("\n    ", errors.DefaultIfEmpty(log.Trim()).Take(ShownLines))}",
            fix: "Mend the errors; 'dotnet build' shows all of them.");
        return new(null, findings);
    }

    private static async Task<(bool Succeeded, string Output)> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var result = await CliWrap.Cli.Wrap("dotnet")
                .WithArguments(arguments)
                .WithEnvironmentVariables(variables => variables.Set("DOTNET_CLI_UI_LANGUAGE", "en").Set("MSBUILDDISABLENODEREUSE", "1"))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(cancellationToken);
            return (result.ExitCode == 0, result.StandardOutput + result.StandardError);
        }
        catch (Win32Exception exception)
        {
            return (false, $"error: the .NET SDK cannot be started: {exception.InnerException?.Message ?? exception.Message}");
        }
    }
}
