using System.Text.Json.Nodes;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>Makes models of several parts, describes them, and builds them again for a resumed run.</summary>
internal static class Expansion
{
    /// <summary>
    /// Puts a model of two parts in the place of the one in training, or adds a part where it has several: a copy of the newest one.
    /// Rows of old
    /// classes keep their values for old features.
    /// </summary>
    /// <param name="context">The learning context.</param>
    /// <param name="auxiliary">The number of outputs of the auxiliary classifier.</param>
    /// <param name="seed">Decides what is new.</param>
    public static void AddPart(ILearningContext context, int auxiliary, long seed)
    {
        if (context.Model is ExpandedClassifier expanded)
        {
            expanded.Expand(expanded.Parts[^1].Clone(), context.SeenLabels, auxiliary, seed);
            return;
        }

        var head = (IClassifierHead)context.Model;
        var joined = new ExpandedClassifier([context.Model.Clone(), context.Model.Clone()], context.SeenLabels, auxiliary, seed);
        joined.TakeRows(head.Weight, head.Bias);
        context.ReplaceModel(joined);
    }

    /// <summary>What <see cref="Rebuild"/> needs: the classes that each part knew, and the sizes of both classifiers.</summary>
    public static JsonObject Describe(IModel model) => model is ExpandedClassifier expanded
        ? new()
        {
            ["parts"] = new JsonArray([.. expanded.Parts.Select(part => (JsonNode)part.Classes)]),
            ["classes"] = expanded.Classes,
            ["auxiliary"] = expanded.AuxiliaryOutputs,
        }
        : new() { ["classes"] = model.Classes };

    /// <summary>Builds a model of that structure from copies of the job's own.</summary>
    public static IModel Rebuild(ILearningContext context, JsonObject structure)
    {
        var classes = (int)structure["classes"]!;
        if (structure["parts"] is not JsonArray parts) return Copy(context, classes);
        return new ExpandedClassifier(
            [.. parts.Select(known => Copy(context, (int)known!))], classes, (int)structure["auxiliary"]!, seed: 0);
    }

    private static IModel Copy(ILearningContext context, int classes)
    {
        var copy = context.Model.Clone();
        if (classes > copy.Classes) copy.Grow(classes, seed: 0);
        return copy;
    }
}
