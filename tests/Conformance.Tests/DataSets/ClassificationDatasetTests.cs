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

public sealed class GaussiansDatasetTests() : ClassificationDatasetTests(
    "gaussians", """{ "classes": 6, "dimensions": 5, "trainSamples": 8, "testSamples": 3 }""", 3);

public sealed class DigitsDatasetTests() : ClassificationDatasetTests(
    "digits",
    """{ "source": "embedded", "variant": "sklearn", "domains": [{}, { "rotate": 30 }, { "permute": 1 }] }""",
    5);

/// <summary>The sub-folders of a folder that is filled here: two classes of eight pictures.</summary>
public sealed class PicturesDatasetTests() : ClassificationDatasetTests(
    "pictures",
    $$"""{ "folder": {{JsonSerializer.Serialize(Folder())}}, "validation": 0, "test": 0.5, "size": 8 }""",
    1)
{
    private static string Folder()
    {
        var root = Path.Combine(AppContext.BaseDirectory, "class-folders");
        for (var i = 0; i < 16; i++)
        {
            var file = Path.Combine(root, i % 2 == 0 ? "a" : "b", $"{i}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, TinyPng.Grey((byte)(10 * i)));
        }

        return root;
    }
}
