using System.Runtime.InteropServices;
using PluginHost.Learning;

namespace PluginHost.Plugins.DatasetAudioVisual.Clips;

/// <summary>A class that is present from a segment to before another one, in seconds.</summary>
/// <param name="Class">The class.</param>
/// <param name="From">The first segment.</param>
/// <param name="To">One past the last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ClipEvent(int Class, int From, int To);

/// <summary>One clip as the lists of a set describe it.</summary>
/// <param name="Id">Its name; where a set has a name several times, a number is added.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Split">The split that the set gives; null = drawn.</param>
internal sealed record ClipEntry(string Id, IReadOnlyList<int> Labels, Split? Split)
{
    /// <summary>A digest of its file where another file has the same size; null = no other is like it.</summary>
    public UInt128? Content { get; init; }

    /// <summary>Names that its file may have, without ending, the likeliest first.</summary>
    public IReadOnlyList<string> Stems { get; init; } = [Id];

    /// <summary>The absolute path of its file; empty until it was found.</summary>
    public string File { get; init; } = "";

    /// <summary>The absolute path of a folder of pictures, or of a video, where they are not in the file; empty = in the file.</summary>
    public string Pictures { get; init; } = "";

    /// <summary>Class and name, with a slash between, that files of features have; empty = none are looked for.</summary>
    public string Stem { get; init; } = "";

    /// <summary>What is heard when; null where the set does not say.</summary>
    public IReadOnlyList<ClipEvent>? Heard { get; init; }

    /// <summary>What is seen when; null where the set does not say.</summary>
    public IReadOnlyList<ClipEvent>? Seen { get; init; }

    /// <summary>What is heard and seen when; null where the set does not say, or where it says each.</summary>
    public IReadOnlyList<ClipEvent>? Both { get; init; }

    /// <summary>A question and its answer, or nothing.</summary>
    public IReadOnlyDictionary<string, string>? Texts { get; init; }

    /// <summary>The video that several entries are about; empty = one alone.</summary>
    public string Group { get; init; } = "";
}

/// <summary>A set as its lists describe it.</summary>
/// <param name="Classes">Class names by label.</param>
/// <param name="Entries">The clips.</param>
/// <param name="Notes">What was not taken, in sentences.</param>
internal sealed record ClipList(IReadOnlyList<string> Classes, IReadOnlyList<ClipEntry> Entries, IReadOnlyList<string> Notes)
{
    /// <summary>Samples that are not among the entries, as something of them is missing.</summary>
    public IReadOnlyList<ClipLack> Lacking { get; init; } = [];

    /// <summary>Whether the set names its own samples for validation: of those for training none are taken then.</summary>
    public bool HasValidation { get; init; }
}

/// <summary>What a sample lacks.</summary>
/// <param name="Label">Its class; empty where that is not known.</param>
/// <param name="What">The sentence, which begins with the sample.</param>
internal sealed record ClipLack(string Label, string What);

/// <summary>Sound and frames of a clip before they are brought to the window's length.</summary>
/// <param name="Sound">Mono samples.</param>
/// <param name="Frames">(frames, 3, size, size); empty = the samples have none.</param>
/// <param name="Masks">(frames, 1, size, size), 0 or 1, for the first frames or all of them; null = the set has none.</param>
/// <param name="Features">Vectors that were computed before, by the names of <see cref="SampleKeys"/>; null = none.</param>
internal sealed record ClipContent(
    float[] Sound, byte[] Frames, float[]? Masks = null, IReadOnlyDictionary<string, TorchSharp.torch.Tensor>? Features = null);
