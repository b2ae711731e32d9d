using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Comparisons;
using PluginHost.Reports.Reading;
using PluginHost.Runs;

namespace PluginHost.Reports.Pages;

/// <summary>The page of a run, whatever became of it: what is there is shown.</summary>
/// <param name="run">The run.</param>
/// <param name="events">Its events.</param>
internal sealed class RunPage(RunSummary run, RunEvents events)
{
    private const int MostTiles = 4;
    private const string Final = "pooled final average";

    /// <summary>Makes the page of a run's folder.</summary>
    /// <param name="folder">The folder, absolute.</param>
    public static string Of(string folder) => new RunPage(RunSummary.Read(folder), RunEvents.Read(folder)).Text();

    private string Text()
    {
        var (counts, notes) = ConfusionCounts.ReadAll(run.Folder);
        var examples = ExampleSet.Read(run.Folder);
        PageSection?[] sections =
        [
            Page.Section("figures", "Figures", () => FigureSection.Make(run.Metrics)),
            Page.Section("stream", "Over the stream", Summaries),
            Page.Section("confusion", "Confusion", () => ConfusionSection.Make(counts, notes)),
            Page.Section("examples", examples?.Title ?? "", () => examples is null ? null : ExampleSection.Make(examples)),
            Page.Section("training", "Training", () => TrainingSection.Make(events)),
            Page.Section("costs", "Time and bytes", () => CostSection.Make(run.Metrics)),
            Page.Section("gaps", "What is missing", () => OriginSection.Gaps(run, events)),
            Page.Section("job", "Job", () => OriginSection.Job(run.Job)),
            Page.Section("versions", "Versions", () => OriginSection.Versions(run, events)),
        ];
        var header = Page.Section("", "", Header)!.Content;
        return Page.Of($"{Name}: {run.State}", header, [.. sections.OfType<PageSection>()]);
    }

    private string Name => run.Metrics.At("run").Text() is { Length: > 0 } name ? name : Path.GetFileName(run.Folder);

    private HtmlText Header()
    {
        var text = HtmlText.Of($"<h1>{Name} <span class=\"state {run.State}\">{run.State}</span></h1>\n");
        if (run.Reason is { } reason) text.Add($"<p class=\"warn\">{reason}</p>\n");
        if (run.Metrics is null)
        {
            var state = File.Exists(Path.Combine(run.Folder, RunFigures.FileName)) ? "cannot be read" : "is not there yet";
            text.Add($"<p class=\"warn\">{RunFigures.FileName} {state}, so there are no figures.</p>\n");
        }

        var tiles = Tiles().Select(tile => HtmlText.Of($"<div class=\"tile\"><span>{tile.Name}</span><b>{tile.Value}</b><i>{tile.About}</i></div>"));
        return text.Add(Markup.Facts(Facts())).Add($"<div class=\"tiles\">{tiles}</div>\n");
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        foreach (var kind in RunSummary.Kinds) yield return (kind, run.Uses(kind));
        yield return ("data", run.Metrics.At("dataset").Text());
        yield return ("seed", run.Seed);
        var threads = (run.Metrics.At("threads") ?? run.Job.At("threads")).Text();
        var device = (run.Metrics.At("device") ?? run.Job.At("device")).Text();
        if (events.Device.Length > 0 && events.Device != device) device = $"{events.Device} ({device})";
        yield return ("device", device + (threads.Length > 0 ? $", {threads} {(threads == "1" ? "thread" : "threads")}" : ""));
        yield return ("started", run.Started == default ? "" : $"{run.When} UTC");
        if ((events.Seconds ?? run.Metrics.At("seconds").Number()) is { } seconds) yield return ("duration", DurationText.Of(seconds));
        if (run.Metrics is not null && !run.Metrics.At("complete").IsTrue()) yield return ("stream", $"{run.Experiences} experiences done so far");
    }

    private IEnumerable<(string Name, string Value, string About)> Tiles()
    {
        var last = run.Metrics.At("experiences").Objects().LastOrDefault();
        var figures = RunFigures.Described(run.Metrics).Where(figure => !figure.At("describesInput").IsTrue()).ToArray();
        foreach (var figure in figures.Take(MostTiles))
        {
            var (name, unit) = (figure.At("name").Text(), figure.At("unit").Text());
            var final = run.Metrics.At("summary").At(name).At(Final).Number();
            var value = final ?? last.At("test").At("scores").At(name).Number();
            if (value is null) continue;
            yield return (name, $"{Markup.Number(value)} {unit}".Trim(), final is null ? "all classes seen, at the end" : Final);
        }

        if (figures.Length > 0 && run.Metrics.At("summary").At(figures[0].At("name").Text()).At("forgetting").Number() is { } forgetting)
            yield return ("forgetting", Markup.Number(forgetting), $"{figures[0].At("name").Text()}; less is better");
        if (run.Metrics.At("stepsPerSecond").Number() is { } speed) yield return ("steps per second", Markup.Number(speed), "of training");
        if (last.At("heldBytes").Number() is { } held) yield return ("held", RunFiles.Text((long)held), "memory and strategy, at the end");
    }

    private HtmlText? Summaries()
    {
        var figures = run.Metrics.At("summary").Fields().Where(figure => figure.Value is JsonObject { Count: > 0 }).ToArray();
        if (figures.Length == 0) return null;
        var units = RunFigures.Described(run.Metrics).GroupBy(figure => figure.At("name").Text(), StringComparer.Ordinal)
            .ToDictionary(each => each.Key, each => each.First().At("unit").Text(), StringComparer.Ordinal);
        var names = figures.SelectMany(figure => figure.Value.Fields()).Select(summary => summary.Key).Distinct(StringComparer.Ordinal);
        var headings = figures.Select(figure => units.GetValueOrDefault(figure.Key, "") is { Length: > 0 } unit ? $"{figure.Key} ({unit})" : figure.Key);
        var text = Markup.Table(
            headings.Prepend("summary"),
            names.Select(name => figures.Select(figure => Markup.Number(figure.Value.At(name).Number())).Prepend(name)));
        var reasons = run.Metrics.At("undefined").Fields().SelectMany(figure => figure.Value.Fields())
            .GroupBy(summary => (summary.Key, summary.Value.Text()))
            .Select(group => HtmlText.Of($"<li>No {group.Key.Key}: {group.Key.Item2}.</li>\n"));
        return text.Add($"<ul class=\"hint\">\n<li>Forgetting: less is better. The diagonal of the matrix says how well each experience was ")
            .Add($"learned to begin with.</li>\n{reasons}</ul>\n");
    }
}
