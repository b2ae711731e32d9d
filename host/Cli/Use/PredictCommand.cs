using System.CommandLine;

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
        var input = new Option<string[]>("--input")
        {
            Description = "A file, or a folder whose files are taken with those below; repeatable",
            HelpName = "path",
            Required = true,
        }.OfPaths();
        var command = new Command("predict", Text);
        new ModelUseOptions(environment, "predictions.csv goes to").Complete(command, [input], (parsed, output) => new(
            new() { Verb = "predict", Inputs = [.. (parsed.GetValue(input) ?? []).Select(PathInput.Full)], Output = output }, new()));
        return command;
    }
}
