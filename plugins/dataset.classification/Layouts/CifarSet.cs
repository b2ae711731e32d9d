using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Sources;
using PluginHost.Tensors;

namespace PluginHost.Plugins.DatasetClassification.Layouts;

/// <summary>A picture of CIFAR without its pixels.</summary>
/// <param name="Id">The file's name and the picture's place in it, from 0.</param>
/// <param name="Label">The class.</param>
/// <param name="Given">Training or test.</param>
internal sealed record CifarPicture(string Id, int Label, Split Given);

/// <summary>
/// The files of CIFAR-10 and CIFAR-100 as Krizhevsky's page describes them. Binary: records of one label byte (CIFAR-100: coarse, then fine)
/// and 3,072 pixels, red, green, blue, row by row. Python: pickles with the same numbers, read without running them. Files may have any number
/// of records.
/// </summary>
internal sealed class CifarSet
{
    /// <summary>Pixels on a side.</summary>
    public const int Side = 32;

    private const int PictureBytes = 3 * Side * Side;
    private const string Renew = "Unpack the archive again, or fetch it again.";

    private readonly List<ReadOnlyMemory<byte>> _pixels = [];
    private readonly List<CifarPicture> _pictures = [];

    private CifarSet(string name, IReadOnlyList<string> classes) => (Name, Classes) = (name, classes);

    /// <summary>CIFAR-10, CIFAR-100 or CIFAR-100 (coarse).</summary>
    public string Name { get; }

    /// <summary>Class names by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>All pictures, training files first.</summary>
    public IReadOnlyList<CifarPicture> Pictures => _pictures;

    /// <summary>The levels of a picture, red, green, blue.</summary>
    public ReadOnlySpan<byte> Pixels(int place) => _pixels[place].Span;

    /// <summary>Reads a folder; its files tell which set and version it is.</summary>
    /// <param name="root">The absolute folder.</param>
    /// <param name="coarse">With CIFAR-100, the 20 coarse classes.</param>
    /// <exception cref="JobException">Files are missing or damaged, or hold a label outside the classes.</exception>
    public static CifarSet Read(string root, bool coarse)
    {
        bool Has(string name) => File.Exists(Path.Combine(root, name));
        if (Has("batches.meta.txt")) return Binary(root, new("CIFAR-10", Names(root, "batches.meta.txt")), 1, 0);
        if (Has("batches.meta")) return Python(root, "CIFAR-10", "batches.meta", "label_names", "labels");
        var hundred = coarse ? "CIFAR-100 (coarse)" : "CIFAR-100";
        var word = coarse ? "coarse" : "fine";
        if (Has($"{word}_label_names.txt")) return Binary(root, new(hundred, Names(root, $"{word}_label_names.txt")), 2, coarse ? 0 : 1);
        if (Has("meta")) return Python(root, hundred, "meta", $"{word}_label_names", $"{word}_labels");
        throw new JobException(new Finding
        {
            Code = "CD0010",
            Where = "folder",
            What = $"'{root}' has none of batches.meta.txt, batches.meta, {word}_label_names.txt and meta, which begin CIFAR",
            Fix = "Name the folder that cifar-10-binary.tar.gz, cifar-10-python.tar.gz or their CIFAR-100 counterparts were unpacked to.",
        });
    }

    private static IReadOnlyList<string> Names(string root, string file) =>
        [.. ListFile.Read(Path.Combine(root, file)).Lines.Where(line => line.Length > 0)];

    private static (string File, Split Split)[] Files(bool ten, string ending) => ten
        ? [.. Enumerable.Range(1, 5).Select(number => ($"data_batch_{number}{ending}", Split.Train)), ($"test_batch{ending}", Split.Test)]
        : [($"train{ending}", Split.Train), ($"test{ending}", Split.Test)];

    private static CifarSet Binary(string root, CifarSet set, int labelBytes, int labelAt)
    {
        foreach (var (name, split) in Files(labelBytes == 1, ".bin"))
        {
            var file = DataFile.At(Path.Combine(root, name), Renew);
            var bytes = file.Read();
            var record = labelBytes + PictureBytes;
            if (bytes.Length == 0 || bytes.Length % record != 0)
                throw file.Damaged($"has {bytes.Length:N0} bytes; records of {record:N0} are expected, one after the other");
            for (var place = 0; place < bytes.Length / record; place++)
            {
                set.Add(file, name, place, bytes[(place * record) + labelAt], split,
                    bytes.AsMemory((place * record) + labelBytes, PictureBytes));
            }
        }

        return set;
    }

    private static CifarSet Python(string root, string title, string meta, string names, string labels)
    {
        var (metaFile, metaContent) = Pickle(root, meta);
        if (metaContent.GetValueOrDefault(names) is not List<object?> texts || texts.Count == 0 || !texts.TrueForAll(text => text is string))
            throw metaFile.Damaged($"has no list of texts '{names}'");
        var set = new CifarSet(title, [.. texts.Cast<string>()]);
        foreach (var (name, split) in Files(title == "CIFAR-10", ""))
        {
            var (file, content) = Pickle(root, name);
            if (content.GetValueOrDefault(labels) is not List<object?> numbers) throw file.Damaged($"has no list '{labels}'");
            if (content.GetValueOrDefault("data") is not PickledArray { Type: "uint8" } data || data.Shape is not [_, PictureBytes])
                throw file.Damaged($"has no array 'data' of uint8 (pictures, {PictureBytes})");
            if (data.Shape[0] != numbers.Count) throw file.Damaged($"has {data.Shape[0]:N0} pictures and {numbers.Count:N0} labels");
            for (var place = 0; place < numbers.Count; place++)
            {
                if (numbers[place] is not long label) throw file.Damaged($"has no number as label of picture {place}");
                set.Add(file, name, place, label, split, data.Bytes.Slice(place * PictureBytes, PictureBytes));
            }
        }

        return set;
    }

    private static (DataFile File, Dictionary<string, object?> Content) Pickle(string root, string name)
    {
        var path = Path.Combine(root, name);
        var file = DataFile.At(path, Renew);
        _ = File.Exists(path) ? path : throw file.Damaged("is not there");
        try
        {
            return (file, PickledArrays.Read(path));
        }
        catch (InvalidDataException error)
        {
            throw new JobException(new Finding { Code = "CD0020", What = error.Message.TrimEnd('.'), Fix = Renew });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw file.Damaged($"cannot be read: {error.Message.TrimEnd('.')}");
        }
    }

    private void Add(DataFile file, string name, int place, long label, Split split, ReadOnlyMemory<byte> pixels)
    {
        if (label < 0 || label >= Classes.Count)
            throw file.Damaged($"has the label {label} at picture {place}, outside the classes 0 to {Classes.Count - 1}");
        _pictures.Add(new($"{Path.GetFileNameWithoutExtension(name)}/{place:D5}", (int)label, split));
        _pixels.Add(pixels);
    }
}
