using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Reports.Reading;
using PluginHost.Json;
using PluginHost.Manifests;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>export --run DIR --out DIR</c>.</summary>
internal static class ExportCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host export --run runs/contav-sep-synthetic --out model",
        "dotnet host run my-job.json --weights model/model.safetensors",
    ];

    private const string Weights = "model.safetensors";
    private const string Facts = "model.json";
    private const string Card = "README.md";

    private const string Text =
        "Writes the model of a complete run: model.safetensors with the weights after the last experience under the model's own names, model.json and "
        + "README.md (a model card) with classes, data, seed, figures, plugins and hashes. 'run --weights' starts another job from it.";

    public static Command Create(CliEnvironment environment)
    {
        var run = UseOptions.Run();
        var output = UseOptions.Out("the files go to");
        var json = CommonOptions.Json();
        var command = new Command("export", Text) { run, output, json };
        command.SetAction(parsed =>
        {
            var (facts, findings) = Export(PathInput.Full(parsed.GetValue(run)!), PathInput.Full(parsed.GetValue(output)!));
            new FindingPrinter(environment.Error, verbose: false).PrintNew(findings);
            if (facts is null) return UseOptions.CodeOf(findings);
            if (parsed.GetValue(json)) environment.WriteJson(facts);
            else environment.Output.WriteLine($"{Weights} (SHA-256 {facts["sha256"]}), {Facts} and {Card} are in {parsed.GetValue(output)}.");
            return ExitCodes.Done;
        });
        return command;
    }

    private static Result<JsonObject?> Export(string folder, string output)
    {
        var findings = new FindingList();
        var run = findings.Take(RunsShowCommand.Read(folder));
        if (run is null) return new(null, findings);
        var where = LocatedJson.DisplayName(folder);
        if (UseOptions.Incomplete(folder, run.State) is { } incomplete)
        {
            findings.Add(incomplete);
            return new(null, findings);
        }

        if (LastWeights(folder) is not { } weights)
        {
            findings.Error(FindingCodes.NoWeights, where, "there are no weights of the last experience in checkpoints/", fix: "Run the job again.");
            return new(null, findings);
        }

        var tensors = findings.Take(SafetensorsNames.Read(weights));
        if (tensors is null) return new(null, findings);
        try
        {
            Directory.CreateDirectory(output);
            WholeFile.Write(Path.Combine(output, Weights), temporary => File.Copy(weights, temporary, overwrite: true));
            var facts = ModelCard.Facts(run, FileHash.Of(Path.Combine(output, Weights)), tensors);
            WholeFile.Write(Path.Combine(output, Card), ModelCard.Write(run, facts));
            JsonFile.Write(Path.Combine(output, Facts), facts);
            return new(facts, findings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            findings.Error(
                FindingCodes.ExportFailed, LocatedJson.DisplayName(output), $"the export cannot be written: {exception.Message}",
                fix: "Name another folder, or free some space.");
            return new(null, findings);
        }
    }

    private static string? LastWeights(string folder) => RunFiles.AllCheckpoints(folder)
        .Select(file => (File: file, Number: Number(Path.GetFileNameWithoutExtension(file))))
        .Where(each => each.Number >= 0 && each.File.EndsWith(".safetensors", StringComparison.Ordinal))
        .OrderByDescending(each => each.Number).Select(each => each.File).FirstOrDefault();

    private static int Number(string name) =>
        name.StartsWith("experience-", StringComparison.Ordinal)
        && int.TryParse(name["experience-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
