using System.Text.Json;

namespace PluginHost.Conformance.Tests;

public sealed class LettersDatasetTests() : DatasetConformance("dataset.classification", "letters", """{ "source": "embedded" }""");

public sealed class DigitsDatasetTests() : DatasetConformance(
    "dataset.classification",
    "digits",
    """{ "source": "embedded", "variant": "sklearn", "domains": [{}, { "rotate": 30 }, { "permute": 1 }] }""");

/// <summary>The sub-folders of a folder that is filled here: two classes of two pictures.</summary>
public sealed class PicturesDatasetTests() : DatasetConformance(
    "dataset.classification",
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
