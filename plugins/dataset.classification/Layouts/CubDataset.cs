using PluginHost.Contracts;
using PluginHost.Learning;
using PluginHost.Plugins.DatasetClassification.Sources;

namespace PluginHost.Plugins.DatasetClassification.Layouts;

/// <summary>
/// Caltech-UCSD Birds-200-2011 (Wah et al., 2011) as its archive unpacks: images/, images.txt, image_class_labels.txt, train_test_split.txt,
/// classes.txt. The published division is kept.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="run">Folders and threads.</param>
/// <param name="events">Takes messages.</param>
[Component("cub-200")]
public sealed class CubDataset(LayoutOptions options, IRunContext run, IRunEvents events)
    : LayoutPictures("CUB-200-2011", options, run, events)
{
    private protected override Layout Read(string root)
    {
        var names = ListFile.Read(Path.Combine(root, "classes.txt"));
        var classes = names.Numbered();
        for (var number = 1; number <= classes.Count; number++)
        {
            if (!classes.ContainsKey(number))
                throw names.Fault(classes.Count - 1, $"is the last, and class {number} is missing", "classes counted from 1");
        }

        var pictures = ListFile.Read(Path.Combine(root, "images.txt"));
        var labels = ListFile.Read(Path.Combine(root, "image_class_labels.txt")).Numbers(1, classes.Count, "class");
        var training = ListFile.Read(Path.Combine(root, "train_test_split.txt")).Numbers(0, 1, "mark of a training picture");
        var folder = Path.GetFullPath(Part(root, "images"));
        var (files, line) = (new List<FileEntry>(), 0);
        foreach (var (number, name) in pictures.Numbered())
        {
            if (!labels.TryGetValue(number, out var label) || !training.TryGetValue(number, out var train))
                throw pictures.Fault(line, $"is picture {number}, which another list lacks", "each picture in all lists");
            var path = Path.GetFullPath(name, folder);
            if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw pictures.Fault(line, $"names '{name}'", "a picture inside images/");
            if (!File.Exists(path)) throw pictures.Fault(line, $"names '{name}', which is not in '{folder}'", "a picture inside images/");
            files.Add(new(name, label - 1, path) { Given = train == 1 ? Split.Train : Split.Test });
            line++;
        }

        return new([.. Enumerable.Range(1, classes.Count).Select(number => classes[number])], files);
    }
}
