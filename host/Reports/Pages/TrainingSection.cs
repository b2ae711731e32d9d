using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Reports.Reading;

namespace PluginHost.Reports.Pages;

/// <summary>Curves over the steps of all experiences: the loss with its terms, validations, learning rates, steps per second.</summary>
internal static class TrainingSection
{
    /// <summary>Makes the section.</summary>
    public static HtmlText Make(RunEvents events)
    {
        var text = new HtmlText();
        if (events.Fault is { } fault) text.Add($"<p class=\"warn\">{fault}</p>\n");
        if (events.Steps.Count == 0) return text.Add($"<p class=\"hint\">No step was logged.</p>\n");
        var (places, bands) = Places(events.Steps);
        var terms = Names(events, step => step.Terms);
        text.Add(Plot("Loss", "loss", bands,
        [
            Markup.Series("loss", places.Select(place => (place.X, place.Step.Loss)), main: true),
            // A single term that is the loss would hide under it.
            .. terms.Where(name => terms.Length > 1 || events.Steps.Any(step => Of(step.Terms, name) != step.Loss))
                .Select(name => Markup.Series(name, places.Select(place => (place.X, Of(place.Step.Terms, name))))),
        ]));
        if (terms.Length > 1) text.Add($"<p class=\"hint\">Terms are shown without their weights in the loss.</p>\n");
        if (events.Validations.Count > 0) text.Add(Validations(events, places, bands));
        text.Add($"<div class=\"pair\">\n");
        if (Names(events, step => step.Rates) is { Length: > 0 } groups)
        {
            var rates = groups.Select(name => Markup.Series(name, places.Select(place => (place.X, Of(place.Step.Rates, name))), groups.Length == 1));
            text.Add(Plot("Learning rate", "rate", bands, [.. rates]));
        }

        var speed = Markup.Series("steps per second", places.Select(place => (place.X, place.Step.Speed)), main: true);
        text.Add(Plot("Steps per second", "steps/s", bands, [speed]));
        text.Add($"</div>\n");
        if (events.Stride > 1) text.Add($"<p class=\"hint\">Of the logged steps, every {events.Stride}th is shown.</p>\n");
        if (events.Resumptions == 0) return text;
        var often = events.Resumptions == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{events.Resumptions} times");
        return text.Add($"<p class=\"hint\">The run was resumed {often}; steps that it took again are shown as taken last.</p>\n");
    }

    /// <summary>One figure at a time, as their units differ.</summary>
    private static HtmlText Validations(RunEvents events, IReadOnlyList<(double X, LoggedStep Step)> places, JsonArray bands)
    {
        var offsets = places.GroupBy(place => (place.Step.Experience, place.Step.Phase))
            .ToDictionary(group => group.Key, group => group.First().X - group.First().Step.Step);
        var known = events.Validations.Where(each => offsets.ContainsKey((each.Experience, each.Phase))).ToArray();
        var panels = known.SelectMany(each => each.Scores.Keys).Distinct(StringComparer.Ordinal).Select(name => (name, Plot(
            $"{name} on the validation samples of the classes seen", name, bands,
            [Markup.Series(name, known.Select(each => (offsets[(each.Experience, each.Phase)] + each.Step, Of(each.Scores, name))), main: true)])));
        return Markup.Choice("Validation", [.. panels]);
    }

    private static HtmlText Plot(string title, string unit, JsonArray bands, JsonNode?[] series) => Markup.Plot(
        "curves", title, new() { ["x"] = "step", ["unit"] = unit, ["bands"] = bands.DeepClone(), ["series"] = new JsonArray(series) });

    private static string[] Names(RunEvents events, Func<LoggedStep, IReadOnlyDictionary<string, double?>> of) =>
        [.. events.Steps.SelectMany(step => of(step).Keys).Distinct(StringComparer.Ordinal)];

    private static double? Of(IReadOnlyDictionary<string, double?> values, string name) => values.GetValueOrDefault(name);

    /// <summary>The steps one phase behind the other, and where each experience lies among them.</summary>
    private static (IReadOnlyList<(double X, LoggedStep Step)> Places, JsonArray Bands) Places(IReadOnlyList<LoggedStep> steps)
    {
        var (places, bands) = (new List<(double, LoggedStep)>(), new JsonArray());
        var (offset, last, from) = (0.0, steps[0], 0.0);
        foreach (var step in steps)
        {
            if (step.Experience != last.Experience || step.Phase != last.Phase) offset += Math.Max(last.Step, last.Steps);
            if (step.Experience != last.Experience) Close(offset);
            places.Add((offset + step.Step, step));
            last = step;
        }

        Close(offset + last.Step);
        return (places, bands);

        void Close(double to)
        {
            bands.Add(new JsonObject
            {
                ["from"] = from, ["to"] = to, ["name"] = string.Create(CultureInfo.InvariantCulture, $"{last.Experience + 1}"),
                ["long"] = string.Create(CultureInfo.InvariantCulture, $"experience {last.Experience + 1}"),
            });
            from = to;
        }
    }
}
