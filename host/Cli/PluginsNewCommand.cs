using System.CommandLine;
using System.Text.Json.Nodes;
using PluginHost.Contracts;
using PluginHost.Findings;
using PluginHost.Json;
using PluginHost.Runs;
using PluginHost.Scaffolds;

namespace PluginHost.Cli;

/// <summary><c>plugins new KIND NAME</c>.</summary>
internal static class PluginsNewCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host plugins new strategy half-replay",
        "dotnet host plugins new dataset bird-songs --output bird-songs",
    ];

    private const string Description =
        "Makes the project of a new plugin: it builds, passes its tests and the conformance kit's, and runs in a job at once. The "
        + "contracts, shared libraries, the kit and the host of this installation go with it as packages. Also there as a template of "
        + "'dotnet new'.";

    public static Command Create(CliEnvironment environment)
    {
        var template = new PluginTemplate(environment.Layout.TemplateDirectory);
        var kind = new Argument<string>("kind") { Description = $"What it provides: {string.Join(", ", template.Kinds)}" };
        var name = new Argument<string>("name") { Description = "The component's name, such as half-replay" };
        var output = new Option<string?>("--output")
        {
            Description = "The project's own folder, new or empty; default is ./KIND.NAME",
            HelpName = "dir",
        }.OfPaths();
        var json = CommonOptions.Json();
        var command = new Command("new", Description) { kind, name, output, json };
        command.SetAction(parsed =>
        {
            var names = new PluginNames(parsed.GetValue(kind)!, parsed.GetValue(name)!);
            var folder = PathInput.Full(parsed.GetValue(output) ?? names.Id);
            var (files, findings) = Make(environment, template, names, folder);
            if (parsed.GetValue(json)) environment.WriteJson(ToJson(names, folder, files, findings));
            else new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            if (findings.HasErrors) return ExitCodes.BadJob;
            if (!parsed.GetValue(json)) Print(environment.Output, names, folder, files);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Result<IReadOnlyList<string>> Make(CliEnvironment environment, PluginTemplate template, PluginNames names, string folder)
    {
        var findings = new FindingList();
        if (!template.Kinds.Contains(names.Kind))
        {
            var what = $"there is no template for '{names.Kind}'";
            var meant = NearestName.Suggest(names.Kind, template.Kinds);
            findings.Error(FindingCodes.NoTemplate, "plugins new", what, NearestName.OneOf(template.Kinds), meant);
        }

        if (!PluginNames.IsName(names.Name))
            findings.Error(
                FindingCodes.NoPluginName,
                "plugins new",
                $"'{names.Name}' cannot be the name of a component",
                "lower-case words with hyphens, such as half-replay");
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            findings.Error(
                FindingCodes.ProjectOccupied,
                "--output",
                $"'{LocatedJson.DisplayName(folder)}' holds something already",
                "a folder that is new or empty");
        findings.AddRange(PluginsPackagesCommand.Check(environment.Layout));
        if (findings.HasErrors) return new([], findings);
        try
        {
            var files = template.Write(names, folder);
            var version = new LocalFeed(environment.Layout).Write(Path.Combine(folder, "packages"));
            ToolPackage.WriteManifest(Path.Combine(folder, ToolPackage.ManifestFile), version);
            return new([.. files, ToolPackage.ManifestFile], findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var what = $"the project cannot be written: {exception.Message}";
            findings.Error(FindingCodes.StoreUnwritable, "--output", what, cause: exception);
            return new([], findings);
        }
    }

    private static void Print(TextWriter output, PluginNames names, string folder, IReadOnlyList<string> files)
    {
        var here = LocatedJson.DisplayName(folder);
        output.WriteLine($"Made {names.Id} in {here}: {string.Join(", ", files.Order(StringComparer.Ordinal))}");
        output.WriteLine();
        output.WriteLine("Next:");
        output.WriteLine($"  cd {here}");
        output.WriteLine("  dotnet tool restore                     # once: makes 'dotnet host' work here");
        output.WriteLine($"  dotnet build -c Release                 # into out/{names.Id}");
        output.WriteLine("  dotnet test tests                       # its own tests and the conformance kit's");
        output.WriteLine("  dotnet host run job.json                # in a job of seconds, from where it was built");
        output.WriteLine("  dotnet host plugins pack .              # one file to give away; says how to install it");
    }

    private static JsonObject ToJson(PluginNames names, string folder, IReadOnlyList<string> files, FindingList findings) => new()
    {
        ["id"] = names.Id,
        ["folder"] = folder,
        ["files"] = new JsonArray([.. files.Order(StringComparer.Ordinal).Select(file => JsonValue.Create(file))]),
        ["findings"] = findings.ToJson(),
    };
}
