using System.Globalization;
using PluginHost.Contracts;
using PluginHost.Media.Pictures;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>A folder of numbered pictures, 000001.jpg and so on, the first with the number 0 or 1. Any thread may call the functions.</summary>
internal static class FrameFolder
{
    private static readonly string[] s_endings = [".jpg", ".jpeg", ".png"];

    /// <summary>Whether there is a picture in a folder.</summary>
    /// <param name="folder">The absolute path.</param>
    public static bool HasPictures(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(IsPicture);

    /// <summary>How many pictures a folder has.</summary>
    /// <param name="folder">The absolute path.</param>
    public static int Count(string folder) => Directory.EnumerateFiles(folder).Count(IsPicture);

    /// <summary>Decodes the pictures that a window needs, and no others.</summary>
    /// <param name="folder">The absolute path.</param>
    /// <param name="count">How many frames, at most.</param>
    /// <param name="rate">Frames a second wanted.</param>
    /// <param name="stored">Pictures a second in the folder: frame i is the picture at or before its time, i / rate.</param>
    /// <param name="fitting">What pictures are brought to.</param>
    /// <returns>(frames, 3, size, size); fewer than wanted where the pictures end before.</returns>
    /// <exception cref="JobException">A number is missing, a file has none, or a picture cannot be decoded.</exception>
    public static byte[] Read(string folder, int count, double rate, double stored, Fitting fitting)
    {
        var files = Numbered(folder);
        var (first, last) = (files.ContainsKey(0) ? 0 : 1, files.Keys.Max());
        var frames = new MemoryStream();
        var (known, bytes) = (-1, Array.Empty<byte>());
        foreach (var place in Places(count, rate, stored).TakeWhile(place => first + place <= last))
        {
            if (place != known)
            {
                if (!files.TryGetValue(first + place, out var file))
                {
                    throw Fault(folder, $"has no picture {first + place}, and others up to {last}",
                        "pictures numbered without a gap from 0 or 1, as ffmpeg writes them to %06d.jpg");
                }

                (known, bytes) = (place, PictureFitting.Fit(PictureFile.Read(file), fitting));
            }

            frames.Write(bytes);
        }

        return frames.ToArray();
    }

    /// <summary>The places of stored pictures, or of rows of vectors, that frames are taken from.</summary>
    /// <param name="count">How many frames.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="stored">Stored pictures a second.</param>
    public static IEnumerable<int> Places(int count, double rate, double stored) =>
        Enumerable.Range(0, count).Select(frame => (int)Math.Floor((frame / rate * stored) + 1e-6));

    private static bool IsPicture(string file) =>
        Path.GetFileName(file)[0] != '.' && s_endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    // By the digits that the names end in.
    private static Dictionary<int, string> Numbered(string folder)
    {
        var files = new Dictionary<int, string>();
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsPicture).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var digits = name[(name.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1)..];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw Fault(folder, $"has a picture without a number, '{Path.GetFileName(file)}'", "names that end in the picture's number");
            if (!files.TryAdd(number, file)) throw Fault(folder, $"has two pictures {number}, such as '{Path.GetFileName(file)}'", "each number once");
        }

        return files.Count > 0 ? files : throw Fault(folder, "has no picture", "pictures, such as 000001.jpg");
    }

    private static JobException Fault(string folder, string what, string expected) => new(new Finding
    {
        Code = "AVD0024", What = $"'{folder}' {what}", Expected = expected, Fix = "Write its pictures again: ffmpeg -i VIDEO -vf fps=1 %06d.jpg.",
    });
}
