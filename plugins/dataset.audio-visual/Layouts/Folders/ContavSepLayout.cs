using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetAudioVisual.Clips;
using PluginHost.Tensors;

namespace PluginHost.Plugins.DatasetAudioVisual.Layouts.Folders;

/// <summary>
/// ContAV-Sep (Pian et al. 2024): train, val and test_category_vids_dict.npy, each a dictionary of ids by class that numpy pickled, beside
/// the trees audio_11025 and frames. The pickles are read without running anything of them.
/// </summary>
internal sealed class ContavSepLayout() : FolderLayout("contav-sep", "train_category_vids_dict.npy and test_category_vids_dict.npy, here or in data")
{
    private const string Ending = "_category_vids_dict.npy";

    /// <inheritdoc/>
    public override bool Fits(string root, FolderOptions options) => Lists(root, options) is not null;

    /// <inheritdoc/>
    public override ClipList Read(string root, FolderOptions options)
    {
        var folder = Lists(root, options) ?? throw None($"'{Path.Combine(root, options.List)}' has no train{Ending}");
        var tree = new MediaTree(root);
        var found = new List<FoundClip>();
        var lacking = new List<ClipLack>();
        foreach (var (name, split) in ((string, Split)[])[("train", Split.Train), ("val", Split.Validation), ("test", Split.Test)])
        {
            var file = Path.Combine(folder, name + Ending);
            if (split == Split.Validation && !File.Exists(file)) continue;
            foreach (var (label, id) in Ids(file))
            {
                var (clip, lack) = tree.Find(label, id, split, options.Pictures);
                if (clip is not null) found.Add(clip);
                if (lack is not null) lacking.Add(lack);
            }
        }

        return Listed(found, lacking, []);
    }

    private static string? Lists(string root, FolderOptions options)
    {
        string[] places = options.List.Length > 0 ? [options.List] : ["", "data"];
        return places.Select(place => Path.Combine(root, place)).FirstOrDefault(place => File.Exists(Path.Combine(place, "train" + Ending)));
    }

    private static List<(string Label, string Id)> Ids(string file)
    {
        object? read;
        try
        {
            read = NumpyFile.ReadObjects(file);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(file, error is FileNotFoundException ? "is not there" : $"cannot be used: {error.Message.TrimEnd('.')}");
        }

        if (read is not Dictionary<object, object?> classes) throw Unusable(file, "holds no dictionary");
        var ids = new List<(string, string)>();
        foreach (var (key, value) in classes)
        {
            if (key is not string { Length: > 0 } label || value is not List<object?> list) throw Unusable(file, $"has no list of ids under '{key}'");
            foreach (var id in list)
            {
                if (id is not string { Length: > 0 } text || text.Contains('/', StringComparison.Ordinal))
                    throw Unusable(file, $"has an id under '{label}' that is no name: '{id}'");
                ids.Add((label, text));
            }
        }

        return ids;
    }

    private static JobException Unusable(string file, string what) => new(new Finding
    {
        Code = "AVD0016", Where = "folder", What = $"'{file}' {what}", Expected = "a dictionary of lists of ids by class, saved by numpy.save",
        Fix = "Save it anew in Python: numpy.save(FILE, {'violin': ['id', ...], ...}).",
    });
}
