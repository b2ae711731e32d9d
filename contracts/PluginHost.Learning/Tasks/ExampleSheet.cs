namespace PluginHost.Learning;

/// <summary>Examples of what a model does. The engine keeps them as <c>examples/index.json</c> beside their files.</summary>
/// <param name="Title">What they are, for people.</param>
/// <param name="Items">The examples.</param>
public sealed record ExampleSheet(string Title, IReadOnlyList<Example> Items);

/// <summary>One example.</summary>
/// <param name="Title">What it shows, such as the classes of a mixture.</param>
/// <param name="Figures">Figures of it, by name.</param>
/// <param name="Parts">Its sounds, pictures and texts.</param>
public sealed record Example(string Title, IReadOnlyDictionary<string, double> Figures, IReadOnlyList<ExamplePart> Parts);

/// <summary>A part of an example.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Label">What it shows, such as <c>mixture</c> or <c>target</c>.</param>
public sealed record ExamplePart(ExampleKind Kind, string Label)
{
    /// <summary>Its file (WAV, PNG or JPEG), relative to the folder of the examples with <c>/</c> between names; empty for a text.</summary>
    public string File { get; init; } = "";

    /// <summary>The text; empty for a file.</summary>
    public string Text { get; init; } = "";

    /// <summary>What it belongs to, such as a source of a mixture: parts of one group stand together; empty for none.</summary>
    public string Group { get; init; } = "";
}

/// <summary>What a part of an example is.</summary>
public enum ExampleKind
{
    /// <summary>A sound to play.</summary>
    Sound,

    /// <summary>A picture to look at.</summary>
    Picture,

    /// <summary>Words.</summary>
    Text,
}
