using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Reports.Reading;

namespace PluginHost.Reports.Pages;

/// <summary>What each experience took: seconds, steps, and bytes of model, memory and strategy.</summary>
internal static class CostSection
{
    private static readonly (string Key, string Name)[] s_bytes =
        [("modelBytes", "model"), ("memoryBytes", "memory"), ("strategyBytes", "strategy")];

    /// <summary>Makes the section; <see langword="null"/> before the first experience was tested.</summary>
    public static HtmlText? Make(JsonObject? metrics)
    {
        var experiences = metrics.At("experiences").Objects().ToArray();
        if (experiences.Length == 0) return null;
        return Times(metrics, experiences).Add(Bytes(experiences));
    }

    private static HtmlText Times(JsonNode? metrics, JsonObject[] experiences)
    {
        var rows = experiences.Select((each, t) => new[]
        {
            string.Create(CultureInfo.InvariantCulture, $"experience {t + 1}"), ExperienceText.Classes(each),
            Markup.Whole(each.At("steps").Number()), Duration(each.At("trainingSeconds")),
            Duration(each.At("testSeconds")), Markup.Number(each.At("stepsPerSecond").Number()), Duration(each.At("processorSeconds")),
        });
        string[] total =
        [
            "together", "", Markup.Whole(Sum(experiences, "steps")), DurationText.Of(Sum(experiences, "trainingSeconds")),
            DurationText.Of(Sum(experiences, "testSeconds")), Markup.Number(metrics.At("stepsPerSecond").Number()), Duration(metrics.At("processorSeconds")),
        ];
        return Markup.Table(["during", "new classes", "steps", "training", "test", "steps/s", "processor time"], rows.Append(total), "Time", "times");
    }

    private static HtmlText Bytes(JsonObject[] experiences)
    {
        var most = Math.Max(1, experiences.Max(each => s_bytes.Sum(part => each.At(part.Key).Number() ?? 0)));
        var rows = experiences.Select((each, t) => Cells(each, t, most));
        var legend = s_bytes.Select((part, index) => HtmlText.Of($"<span class=\"key\"><i class=\"part{index}\"></i>{part.Name}</span>"));
        return Markup.Table(["during", "", "model", "exemplars", "memory", "strategy", "together"], rows, "Bytes held")
            .Add($"<p class=\"hint\">{legend} Model: the one that predicts. Memory: exemplars as loaded. Strategy: models, importances and ")
            .Add($"outputs that it keeps. Together: memory and strategy.</p>\n");
    }

    private static IEnumerable<HtmlText> Cells(JsonObject each, int t, double most)
    {
        yield return HtmlText.Of($"<th scope=\"row\">experience {t + 1}</th>");
        var bars = s_bytes.Select((part, index) => (index, Width: Percent((each.At(part.Key).Number() ?? 0) / most)))
            .Select(bar => HtmlText.Of($"<i class=\"part{bar.index}\" style=\"width:{bar.Width}\"></i>"));
        yield return HtmlText.Of($"<td class=\"bar\"><div>{bars}</div></td>");
        yield return Cell(Held(each, "modelBytes"));
        yield return Cell(Markup.Whole(each.At("exemplars").Number()));
        foreach (var key in new[] { "memoryBytes", "strategyBytes", "heldBytes" }) yield return Cell(Held(each, key));
    }

    private static HtmlText Cell(string text) => HtmlText.Of($"<td>{text}</td>");

    private static string Held(JsonNode each, string key) => each.At(key).Number() is { } bytes ? RunFiles.Text((long)bytes) : "-";

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0.##}%");

    private static double Sum(JsonObject[] experiences, string key) => experiences.Sum(each => each.At(key).Number() ?? 0);

    private static string Duration(JsonNode? seconds) => seconds.Number() is { } number ? DurationText.Of(number) : "-";
}
