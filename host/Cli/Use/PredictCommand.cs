using System.CommandLine;
using PluginHost.Contracts;
using PluginHost.Runs;

namespace PluginHost.Cli;

/// <summary><c>predict --run DIR --input FILE --out DIR</c>.</summary>
internal static class PredictCommand
{
    public static readonly string[] Examples =
    [
        "dotnet host predict --run runs/digits --input seven.png --out predicted",
        "dotnet host predict --run runs/pictures --input photos/ --input more.jpg --out predicted",
    ];

    private const string Text =
        "Says which of a complete run's classes files belong to: predictions.csv with the classes by score, and the same as a table. A file is read "
        + "as the run's data set reads its own; one that cannot be read is named, and the others go on.";

    public static Command Create(CliEnvironment environment)
    {
        var run = UseOptions.Run();
        var output = UseOptions.Out("predictions.csv goes to");
        var input = new Option<string[]>("--input")
        {
            Description = "A file, or a folder whose files are taken with those below; repeatable",
            HelpName = "path",
            Required = true,
        }.OfPaths();
        var device = CommonOptions.Device();
        var threads = CommonOptions.Threads();
        var plugins = CommonOptions.Plugins();
        var json = CommonOptions.Json();
        var verbose = CommonOptions.Verbose();
        var command = new Command("predict", Text) { run, input, output, device, threads, plugins, json, verbose };
        command.SetAction((parsed, outer) => StopSignals.RunAsync(async cancellationToken =>
        {
            var folder = PathInput.Full(parsed.GetValue(run)!);
            var settings = new RunRequest
            {
                Job = folder,
                Device = parsed.GetValue(device),
                Threads = parsed.GetValue(threads),
                PluginDirectories = CommonOptions.PluginDirectories(parsed, plugins),
                Resume = true,
            };
            var request = new ApplicationRequest
            {
                Verb = "predict",
                Inputs = [.. (parsed.GetValue(input) ?? []).Select(PathInput.Full)],
                Output = PathInput.Full(parsed.GetValue(output)!),
            };
            return await new ModelUse(environment, folder, settings)
                .ApplyAsync(request, parsed.GetValue(json), parsed.GetValue(verbose), cancellationToken);
        }, outer));
        return command;
    }
}
