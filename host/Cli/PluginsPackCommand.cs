using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Pipeline;
using PluginHost.Discovery;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Options;
using PluginHost.Packages;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>plugins pack DIR|PROJECT</c>.</summary>
internal static class PluginsPackCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins pack my-plugin/my-plugin.csproj",
        "dotnet host plugins pack artifacts/plugins/strategy.mine --output packages",
    ];

    private const string Description =
        "Makes a .nupkg of a plugin that passes verification, with the SHA-256 of every file and the options schema of every "
        + "component in its manifest. A project is built first. The plugin is loaded to learn its options; the same files give "
        + "the same bytes.";

    public static Command Create(CliEnvironment environment)
    {
        var path = new Argument<string>("path")
        {
            Description = "A built plugin's folder, a project, or a folder with one project",
            DefaultValueFactory = _ => ".",
        }.OfPaths();
        var output = new Option<string?>("--output")
        {
            Description = "The package, or an existing folder for it; default is the present folder",
            HelpName = "path",
        }.OfPaths();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("pack", Description) { path, output, json, verbose };
        command.SetAction((parsed, cancellationToken) =>
        {
            var (source, target) = (parsed.GetValue(path)!, PathInput.Full(parsed.GetValue(output) ?? "."));
            var printer = parsed.GetValue(json) ? null : new FindingPrinter(environment.Error, parsed.GetValue(verbose));
            return StopSignals.RunAsync(stop => RunAsync(environment, source, target, printer, stop), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CliEnvironment environment,
        string source,
        string target,
        FindingPrinter? printer,
        CancellationToken cancellationToken)
    {
        var (packed, findings) = await PackAsync(environment, source, target, cancellationToken);
        if (printer is null) environment.WriteJson(ToJson(packed, findings));
        else printer.PrintNew(findings);
        if (packed is null) return ExitCodes.Of(findings);
        if (printer is not null) Print(environment.Output, packed);
        return ExitCodes.Done;
    }

    private static async Task<Result<PackedPlugin?>> PackAsync(
        CliEnvironment environment, string path, string output, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        string? folder;
        if (ProjectBuild.ProjectOf(path) is { } project) folder = findings.Take(await ProjectBuild.BuildAsync(project, cancellationToken));
        else folder = Directory.Exists(path) ? PathInput.Full(path) : null;
        if (folder is null)
        {
            if (!findings.HasErrors)
                findings.Error(FindingCodes.NoSuchSource, path, "there is no such folder", "a built plugin's folder or a project");
            return new(null, findings);
        }

        try
        {
            var packer = new PluginPacker(findings.Take(environment.Verification(Environment.CurrentDirectory)));
            var packed = await Task.Run(() => packer.Pack(folder, output, plugin => Schemas(environment, plugin)), cancellationToken);
            return new(findings.Take(packed), findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(FindingCodes.StoreUnwritable, "--output", $"cannot write the package: {exception.Message}", cause: exception);
            return new(null, findings);
        }
    }

    private static Result<IReadOnlyDictionary<string, JsonObject>> Schemas(CliEnvironment environment, PluginFolder plugin)
    {
        var pipeline = new JobPipeline(environment.Layout, environment.Shared);
        var catalog = pipeline.Discover([plugin.Path], Environment.CurrentDirectory);
        var (seen, found) = PluginProbe.Look(
            pipeline,
            plugin,
            catalog,
            component => (Name: component.ToString(), Schema: component.Options is { } options ? OptionsSchema.Create(options) : null));
        return new(
            seen.Where(component => component.Schema is not null)
                .ToDictionary(component => component.Name, component => component.Schema!, StringComparer.Ordinal),
            found);
    }

    private static void Print(TextWriter writer, PackedPlugin packed)
    {
        var name = LocatedJson.DisplayName(packed.File);
        writer.WriteLine($"Packed {packed.Identity}: {name}");
        writer.WriteLine($"  {packed.Files} files, content sha256 {packed.ContentHash}");
        writer.WriteLine($"Next: dotnet host plugins install {name}");
    }

    private static JsonObject ToJson(PackedPlugin? packed, FindingList findings) => new()
    {
        ["id"] = packed?.Identity.Id,
        ["version"] = packed?.Identity.Version.ToNormalizedString(),
        ["package"] = packed?.File,
        ["sha256"] = packed?.ContentHash,
        ["findings"] = findings.ToJson(),
    };
}
