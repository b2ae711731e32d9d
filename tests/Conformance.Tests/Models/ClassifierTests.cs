using System.Text.Json.Nodes;

namespace PluginHost.Conformance.Tests;

public sealed class PerceptronClassifierTests() : ModelConformance("classifiers", "mlp", """{ "widths": [8] }""", TinyJob.Classification);

/// <summary>Classifiers of pictures learn four digits of 8 x 8 pixels.</summary>
public abstract class PictureClassifierTests(string name, string options) : ModelConformance("classifiers", name, options, TinyJob.Classification)
{
    /// <inheritdoc/>
    protected override JsonObject Job()
    {
        var job = base.Job();
        job["dataset"] = JsonNode.Parse("""{ "use": "digits", "options": { "source": "embedded", "variant": "sklearn" } }""");
        job["benchmark"]!["options"]!["classOrder"] = new JsonArray("0", "1", "2", "3");
        return job;
    }
}

public sealed class ResNetClassifierTests() : PictureClassifierTests("resnet", """{ "depth": 8 }""");

public sealed class ConvNetClassifierTests() : PictureClassifierTests("convnet", """{ "widths": [4, 8] }""");

public sealed class VisionTransformerClassifierTests() : PictureClassifierTests("vit", """{ "width": 8, "depth": 1, "heads": 2, "patch": 4 }""");

public sealed class TinyTransformerClassifierTests() : PictureClassifierTests("tiny-transformer", """{ "width": 8, "depth": 1, "heads": 2 }""");

public sealed class PretrainedClassifierTests() : PictureClassifierTests("pretrained-resnet", "{}");
