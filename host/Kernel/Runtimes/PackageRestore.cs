using System.ComponentModel;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using CliWrap;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Runtimes;

/// <summary>
/// Restores packages into the user's package cache with the .NET SDK, as a build would: from the feeds, with the credentials and under the
/// rules of the NuGet configuration that is in force in a folder.
/// </summary>
/// <param name="directory">The folder whose NuGet configuration holds.</param>
internal sealed class PackageRestore(string directory)
{
    private const int ShownLines = 6;

    /// <summary>Restores packages, all or none.</summary>
    /// <returns>The folder of each package in the cache; none if one cannot be had.</returns>
    public async Task<Result<IReadOnlyList<RestoredPackage>>> RestoreAsync(
        IReadOnlyList<RuntimePackage> packages, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var names = string.Join(", ", packages.Select(package => $"{package.Id} {package.Version}"));
        if (await FindSdkAsync(cancellationToken) is not { } dotnet)
        {
            findings.MachineError(
                FindingCodes.NoSdk,
                "setup",
                $"the .NET SDK, which restores packages, was not found; missing: {names}",
                fix: "Install the .NET 10 SDK and put dotnet on PATH, or unpack the packages into the package cache by other means.");
            return new([], findings);
        }

        var folder = Directory.CreateTempSubdirectory("pluginhost-setup-").FullName;
        try
        {
            var project = Write(folder, packages);
            // Where there is no network, auditing the packages would fail.
            string[] arguments = ["restore", project, "-nologo", "-p:NuGetAudit=false", $"-p:RestoreRootConfigDirectory={directory}"];
            var (succeeded, log) = await RunAsync(dotnet, arguments, folder, cancellationToken);
            if (succeeded) return new([.. packages.Select(package => Find(package, folder))], findings);
            findings.MachineError(
                FindingCodes.RuntimePackage,
                "setup",
                $"{names} cannot be restored:\n    {string.Join("\n    ", Errors(log))}",
                fix: "Name a feed that has it: dotnet nuget add source URL. 'dotnet nuget list source' shows the feeds that were asked.");
            return new([], findings);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Write(string folder, IReadOnlyList<RuntimePackage> packages)
    {
        // Properties of folders above would reach into the project.
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(folder, file), "<Project />\n");
        var downloads = packages.Select(package =>
            $"<PackageDownload Include=\"{SecurityElement.Escape(package.Id)}\" Version=\"[{SecurityElement.Escape(package.Version)}]\" />");
        var project = Path.Combine(folder, "runtime.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", downloads)}
              </ItemGroup>
            </Project>
            """);
        return project;
    }

    private static RestoredPackage Find(RuntimePackage package, string folder)
    {
        var assets = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "obj", "project.assets.json")));
        var caches = (assets?["packageFolders"] as JsonObject ?? []).Select(pair => pair.Key);
        var place = Path.Combine(package.Id.ToLowerInvariant(), package.Version.ToLowerInvariant());
        return new RestoredPackage(package, caches.Select(cache => Path.Combine(cache, place)).FirstOrDefault(Directory.Exists) ?? place);
    }

    private static IEnumerable<string> Errors(string log)
    {
        var lines = log.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var errors = lines.Where(line => line.Contains("error ", StringComparison.Ordinal))
            .Select(line => line[line.IndexOf("error ", StringComparison.Ordinal)..])
            .Select(line => line.EndsWith(".csproj]", StringComparison.Ordinal) ? line[..line.LastIndexOf('[')].TrimEnd() : line);
        return errors.Distinct(StringComparer.Ordinal).DefaultIfEmpty(log.Trim()).Take(ShownLines);
    }

    private static async Task<string?> FindSdkAsync(CancellationToken cancellationToken)
    {
        // The dotnet that runs this process may be a runtime alone beside a whole SDK on the path.
        foreach (var dotnet in (string[])[HostProgram.Dotnet, "dotnet"])
        {
            var (succeeded, log) = await RunAsync(dotnet, ["--list-sdks"], Path.GetTempPath(), cancellationToken);
            if (succeeded && log.Trim().Length > 0) return dotnet;
        }

        return null;
    }

    private static async Task<(bool Succeeded, string Log)> RunAsync(
        string program,
        string[] arguments,
        string folder,
        CancellationToken cancellationToken)
    {
        var log = new StringBuilder();
        var pipe = PipeTarget.ToDelegate(line =>
        {
            lock (log) log.Append(line).Append('\n');
        });
        try
        {
            var result = await CliWrap.Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory(folder)
                .WithEnvironmentVariables(variables => variables
                    .Set("DOTNET_CLI_UI_LANGUAGE", "en").Set("DOTNET_NOLOGO", "1").Set("MSBUILDDISABLENODEREUSE", "1"))
                .WithStandardOutputPipe(pipe)
                .WithStandardErrorPipe(pipe)
                .WithValidation(CommandResultValidation.None)
                .ExecuteAsync(cancellationToken);
            return (result.ExitCode == 0, log.ToString());
        }
        catch (Win32Exception exception)
        {
            return (false, exception.Message);
        }
    }
}

/// <summary>A package of a shared runtime that lies in the package cache now.</summary>
/// <param name="Package">The package.</param>
/// <param name="Folder">Where its files are.</param>
internal sealed record RestoredPackage(RuntimePackage Package, string Folder);
