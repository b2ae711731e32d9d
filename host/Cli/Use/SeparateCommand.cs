using System.CommandLine;
using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Cli;

/// <summary><c>separate --run DIR --input FILE --classes A,B --out DIR</c>.</summary>
internal sealed class SeparateCommand : Command
{
    public static readonly string[] Examples =
    [
        "dotnet host separate --run runs/contav-sep-synthetic --example 0 --out separated",
        "dotnet host separate --run runs/folder --input clip.mp4 --classes violin,flute --out separated",
        "dotnet host separate --run runs/folder --input mix.wav --pictures violin=left.mp4 --pictures flute=frames/ --classes violin,flute --out separated",
    ];

    private const string Text =
        "Separates a sound or a video with the model of a complete run: a WAV for each class that is asked for, at the rate of the input, a picture "
        + "of its spectrogram, and the levels. The input may have any length. Its own picture shows the classes, or --pictures does.";

    private readonly Option<int?> _example = new("--example")
    {
        Description = "Use the run's own test mixture of that number, counted from 0, in place of --input",
        HelpName = "n",
    };

    private readonly Option<string?> _input = new Option<string?>("--input") { Description = "The sound or video", HelpName = "file" }.OfPaths();

    private readonly Option<string[]> _classes = new("--classes")
    {
        Description = "The classes that sound in it, separated by commas; a name that has a comma in it stands alone in an option of its own",
        HelpName = "a,b",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _pictures = new("--pictures")
    {
        Description = "A picture, a folder of pictures or a video that shows a class, or, without a name, all of them; repeatable",
        HelpName = "[class=]path",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<double> _start = new("--pictures-start")
    {
        Description = "Seconds of the sound at which --pictures begin; below 0 where they begin earlier",
        HelpName = "seconds",
    };

    /// <summary>Makes the command.</summary>
    public SeparateCommand(CliEnvironment environment)
        : base("separate", Text)
    {
        new ModelUseOptions(environment, "the sounds go to").Complete(this, [_input, _classes, _pictures, _start, _example], Request);
    }

    private Result<ApplicationRequest?> Request(ParseResult parsed, string output)
    {
        var input = parsed.GetValue(_input);
        var example = parsed.GetValue(_example);
        if (input is null == example is null)
            return new(null, UseOptions.Refusal("--input", "one input is needed", "either --input FILE or --example N"));
        return new(
            new()
            {
                Verb = "separate",
                Inputs = input is null ? [] : [PathInput.Full(input)],
                Example = example,
                Classes = [.. (parsed.GetValue(_classes) ?? []).SelectMany(Names)],
                Pictures = [.. (parsed.GetValue(_pictures) ?? []).Select(text => Pictures(text) with { Start = parsed.GetValue(_start) })],
                Output = output,
            },
            new());
    }

    // A name in quotes is one name, with its commas.
    private static IEnumerable<string> Names(string text) => text.Contains(", ", StringComparison.Ordinal)
        ? [text]
        : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // A path may have a sign of equality too.
    private static GuidingPictures Pictures(string text)
    {
        var full = PathInput.Full(text);
        if (File.Exists(full) || Directory.Exists(full) || text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var sign)) return new("", full);
        return new(text[..sign], PathInput.Full(text[(sign + 1)..]));
    }
}
