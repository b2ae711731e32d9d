using System.Text.Json;
using PluginHost.Contracts.Learning;
using PluginHost.PluginKit;

namespace PluginHost.Conformance.Tests;

/// <summary>A data set without sound, which the kit's job of separation cannot train on: it is built and every sample is loaded.</summary>
public abstract class ClassificationDatasetTests(string name, string options)
    : PluginConformance("dataset.classification", "dataset", name, options)
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var dataset = (IDataset)component;
        dataset.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        foreach (var info in Enum.GetValues<Split>().SelectMany(dataset.Samples))
        {
            using var sample = dataset.Load(info);
            if (sample.Tensors.Count != 1) yield return $"'{info.Id}' has {sample.Tensors.Count} tensors";
            if (info.Label < 0 || info.Label >= dataset.Info.Classes.Count) yield return $"'{info.Id}' has the label {info.Label}";
        }
    }
}

public sealed class LettersDatasetTests() : ClassificationDatasetTests("letters", """{ "source": "embedded" }""");

public sealed class DigitsDatasetTests() : ClassificationDatasetTests(
    "digits",
    """{ "source": "embedded", "variant": "sklearn", "domains": [{}, { "rotate": 30 }, { "permute": 1 }] }""");

/// <summary>The sub-folders of a folder that is filled here: two classes of two pictures.</summary>
public sealed class PicturesDatasetTests() : ClassificationDatasetTests(
    "pictures",
    $$"""{ "folder": {{JsonSerializer.Serialize(Folder())}}, "validation": 0, "test": 0, "size": 8 }""")
{
    // A grey pixel of 8 bits.
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==";

    private static string Folder()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "class-folders");
        foreach (var name in (string[])["a/1.png", "a/2.png", "b/1.png", "b/2.png"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, name))!);
            File.WriteAllBytes(Path.Combine(root, name), Convert.FromBase64String(Png));
        }

        return root;
    }
}
