using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>A way in which a folder of one's own holds samples.</summary>
/// <param name="name">Its name, as the option has it.</param>
/// <param name="expected">What it consists of, for findings.</param>
internal abstract class FolderLayout(string name, string expected)
{
    /// <summary>All layouts, those first that are told by a file of their own.</summary>
    public static IReadOnlyList<FolderLayout> All { get; } = [new ContavSepLayout(), new ListLayout(), new FramesLayout(), new VideosLayout()];

    /// <summary>Endings of sounds, those first that are taken where a sample has several.</summary>
    public static IReadOnlyList<string> SoundEndings { get; } =
        [".wav", ".flac", ".aif", ".aiff", ".mp3", ".ogg", ".opus", ".m4a", ".aac", ".wma"];

    /// <summary>Words for the splits.</summary>
    public static IReadOnlyDictionary<string, Split> Splits { get; } = new Dictionary<string, Split>(StringComparer.Ordinal)
    {
        ["train"] = Split.Train, ["validation"] = Split.Validation, ["val"] = Split.Validation, ["test"] = Split.Test,
    };

    /// <summary>Its name, as the option has it.</summary>
    public string Name => name;

    /// <summary>Whether a folder looks like it.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">The options.</param>
    public abstract bool Fits(string root, FolderOptions options);

    /// <summary>Lists the samples.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="JobException">There are none, or a list cannot be used as a whole.</exception>
    public abstract ClipList Read(string root, FolderOptions options);

    /// <summary>The finding for a folder that has no sample in this layout.</summary>
    /// <param name="what">The sentence.</param>
    protected JobException None(string what) => new(new Finding
    {
        Code = "AVD0010", Where = "folder", What = what, Expected = expected,
        Fix = "Put the files there, or name another 'layout': videos, frames, list or contav-sep.",
    });

    /// <summary>Folders in a folder by name, without hidden ones.</summary>
    protected static string[] Folders(string folder) => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).Where(each => each[0] != '.').Order(StringComparer.Ordinal)];

    /// <summary>A list of samples in the order of the classes' names.</summary>
    /// <param name="found">The samples that are whole.</param>
    /// <param name="lacking">Those that are not.</param>
    /// <param name="notes">What was not taken.</param>
    protected static ClipList Listed(IReadOnlyList<FoundClip> found, IReadOnlyList<ClipLack> lacking, IReadOnlyList<string> notes)
    {
        string[] classes = [.. found.Select(clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var places = classes.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        // A video in two classes, or in pieces, is one group.
        var counts = found.CountBy(clip => clip.Video, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return new(classes,
            [
                .. found.Select(clip => new ClipEntry($"{clip.Label}/{clip.Id}", [places[clip.Label]], clip.Split)
                {
                    File = clip.Sound, Pictures = clip.Pictures, Stem = $"{clip.Label}/{clip.Id}", Group = counts[clip.Video] > 1 ? clip.Video : "",
                }),
            ], notes)
        {
            Lacking = lacking, HasValidation = found.Any(clip => clip.Split == Split.Validation),
        };
    }
}

/// <summary>A sample that a layout found whole.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Id">The name of its video.</param>
/// <param name="Split">The split that the layout gives; null = drawn.</param>
/// <param name="Sound">The absolute path of its sound, or of its video.</param>
/// <param name="Pictures">The absolute path of its folder of pictures, or of a video with them; empty = in the sound's file.</param>
internal sealed record FoundClip(string Label, string Id, Split? Split, string Sound, string Pictures)
{
    /// <summary>The video that it is, or is a piece of; in another class too. Plain numbers are taken for counts within a class.</summary>
    public string Video
    {
        get
        {
            var video = LabelledItem.GroupOf(Id) is { Length: > 0 } group ? group : Id;
            return video.All(char.IsAsciiDigit) ? $"{Label}/{video}" : video;
        }
    }
}
