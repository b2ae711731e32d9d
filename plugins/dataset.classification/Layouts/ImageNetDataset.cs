using System.ComponentModel;
using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Pictures;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Layouts;

/// <summary>Options of ImageNet.</summary>
public sealed class ImageNetOptions : LayoutOptions
{
    [Description("Classes to use, in order (WordNet ids, the names of the folders in train/); empty = all, by name")]
    public IReadOnlyList<string> Classes { get; set; } = [];

    [Description("List of the classes of val/ where it has no class folders: a WordNet id a line, or the devkit's numbers; relative to folder")]
    public string ValidationList { get; set; } = "ILSVRC2012_validation_ground_truth.txt";

    [Description("WordNet ids in the order of the devkit's numbers, one a line (from its meta.mat); relative to folder")]
    public string Synsets { get; set; } = "synsets.txt";

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check() => [.. base.Check(), .. Twice(Classes, "classes")];
}

/// <summary>
/// ImageNet (ILSVRC2012, Russakovsky et al., 2015): train/CLASS/*.JPEG and val/, in class folders or flat with the devkit's list. Training
/// pictures are learned from, validation pictures are tested, as is usual.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">Folders and threads.</param>
/// <param name="events">Takes messages.</param>
[Component("imagenet")]
public sealed class ImageNetDataset(ImageNetOptions options, IRunContext run, IRunEvents events)
    : LayoutPictures("ImageNet", options, run, events)
{
    private protected override Layout Read(string root)
    {
        var train = ClassFolders.List(Part(root, "train"), PicturesDataset.Content, new(options.Classes, 0, "classes"));
        var folder = Part(root, "val");
        var tests = Directory.GetDirectories(folder).Length > 0
            ? ClassFolders.List(folder, PicturesDataset.Content, new(train.Classes, 0, "classes")).Files
            : Listed(root, folder, train.Classes);
        return new(train.Classes,
        [
            .. train.Files.Select(file => file with { Id = $"train/{file.Id}", Given = Split.Train }),
            .. tests.Select(file => file with { Id = $"val/{file.Id}", Given = Split.Test }),
        ]);
    }

    // The n-th line is of the n-th picture in the order of names.
    private List<FileEntry> Listed(string root, string folder, IReadOnlyList<string> classes)
    {
        string[] pictures = [.. Directory.GetFiles(folder).Where(file =>
            PicturesDataset.Content.Endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal)];
        var list = ListFile.Read(Path.Combine(root, options.ValidationList));
        if (list.Lines.Count != pictures.Length)
            throw list.Fault(list.Lines.Count - 1, $"is the last; '{folder}' has {pictures.Length:N0} pictures", "one line a picture");
        var numbers = char.IsAsciiDigit(list.Lines[0].Length > 0 ? list.Lines[0][0] : ' ');
        var synsets = numbers ? ListFile.Read(Path.Combine(root, options.Synsets)).Lines : [];
        var labels = classes.Select((name, label) => (name, label)).ToDictionary(pair => pair.name, pair => pair.label, StringComparer.Ordinal);
        var files = new List<FileEntry>();
        for (var line = 0; line < pictures.Length; line++)
        {
            var name = numbers ? synsets[list.Number(line, list.Lines[line], 1, synsets.Count, "class") - 1] : list.Lines[line];
            if (labels.TryGetValue(name, out var label)) files.Add(new(Path.GetFileName(pictures[line]), label, pictures[line]));
            else if (options.Classes.Count == 0) throw list.Fault(line, $"has the class '{name}', which train/ lacks", "a folder of train/");
        }

        return files;
    }
}

/// <summary>Options of ImageNet-R.</summary>
public sealed class ImageNetROptions : LayoutOptions
{
    [Description("Share of the samples to test on; the set has no division of its own")]
    [System.ComponentModel.DataAnnotations.Range(0.01, 0.9)]
    public double Test { get; set; } = 0.2;

    /// <inheritdoc/>
    public override double TestShare() => Test;
}

/// <summary>
/// ImageNet-R (Hendrycks et al., ICCV 2021): a folder a class, named by WordNet id; README.txt has the names. It has no division of its
/// own: a hash of each picture's path draws it, 80 to 20 as in DualPrompt (Wang et al., ECCV 2022), though not the same pictures.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">Folders and threads.</param>
/// <param name="events">Takes messages.</param>
[Component("imagenet-r")]
public sealed class ImageNetRDataset(ImageNetROptions options, IRunContext run, IRunEvents events)
    : LayoutPictures("ImageNet-R", options, run, events)
{
    private protected override Layout Read(string root)
    {
        var folders = ClassFolders.List(root, PicturesDataset.Content, new([], 0, "classes"));
        var foreign = folders.Classes.FirstOrDefault(name => !IsSynset(name));
        if (foreign is not null)
        {
            throw new JobException(new Finding
            {
                Code = "CD0030", Where = "folder", What = $"'{Path.Combine(root, foreign)}' is no class of ImageNet-R",
                Expected = "folders named by WordNet ids such as n01443537",
                Fix = "Name the folder that imagenet-r.tar was unpacked to; for folders of other names take the data set 'pictures'.",
            });
        }

        var names = Names(Path.Combine(root, "README.txt"));
        return new([.. folders.Classes.Select(id => names.GetValueOrDefault(id, id))], folders.Files);
    }

    // Lines such as "n01443537 goldfish" between others; names that two ids share are left as ids.
    private static Dictionary<string, string> Names(string path)
    {
        if (!File.Exists(path)) return [];
        var pairs = ListFile.Read(path).Lines.Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts.Length == 2 && parts[1].Length > 0 && IsSynset(parts[0])).DistinctBy(parts => parts[0]);
        return pairs.GroupBy(parts => parts[1], StringComparer.Ordinal).Where(group => group.Count() == 1)
            .ToDictionary(group => group.First()[0], group => group.Key, StringComparer.Ordinal);
    }

    private static bool IsSynset(string name) => name.Length == 9 && name[0] == 'n' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
