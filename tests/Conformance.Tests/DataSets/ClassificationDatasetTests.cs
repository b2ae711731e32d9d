using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

/// <summary>A data set for the job of classification; the pictures have other classes than its letters.</summary>
public abstract class ClassificationDatasetTests(string name, string options, int classesPerExperience)
    : DatasetConformance("dataset.classification", name, options, TinyJob.Classification)
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["benchmark"]!["options"] = new JsonObject { ["classesPerExperience"] = classesPerExperience };
        return job;
    }
}

public sealed class LettersDatasetTests() : ClassificationDatasetTests("letters", """{ "source": "embedded" }""", 13);

public sealed class DigitsDatasetTests() : ClassificationDatasetTests(
    "digits",
    """{ "source": "embedded", "variant": "sklearn", "domains": [{}, { "rotate": 30 }, { "permute": 1 }] }""",
    5);

/// <summary>The sub-folders of a folder that is filled here: two classes of two pictures.</summary>
public sealed class PicturesDatasetTests() : ClassificationDatasetTests(
    "pictures",
    $$"""{ "folder": {{JsonSerializer.Serialize(Folder())}}, "validation": 0, "test": 0.5, "size": 8 }""",
    1)
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
