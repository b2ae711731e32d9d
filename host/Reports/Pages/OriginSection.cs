using System.Globalization;
using System.Text.Json.Nodes;
using PluginHost.Json;
using PluginHost.Locks;
using PluginHost.Reports.Reading;
using PluginHost.Trust;

namespace PluginHost.Reports.Pages;

/// <summary>What a run rests on: its job, versions of what ran, and what it went without.</summary>
internal static class OriginSection
{
    private const int MostLines = 50;

    /// <summary>The resolved job.</summary>
    public static HtmlText Job(JsonObject job) => job.Count == 0
        ? HtmlText.Of($"<p class=\"warn\">job.json is not there or cannot be read.</p>\n")
        : HtmlText.Of($"<details><summary>The resolved job, every default filled in</summary>")
            .Add($"<pre tabindex=\"0\">{JsonFile.Text(job)}</pre></details>\n")
            .Add($"<p class=\"hint\">The run's folder can be run again: dotnet host run RUN/job.json</p>\n");

    /// <summary>Plugins, shared assemblies, host and libtorch.</summary>
    public static HtmlText Versions(RunSummary run, RunEvents events)
    {
        var text = new HtmlText();
        foreach (var note in events.Notes.Where(note => note.StartsWith("libtorch", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
            text.Add($"<p>{note}</p>\n");
        if (run.Lock is not { } held) return text.Add($"<p class=\"warn\">{PluginsLock.FileName} is not there or cannot be read.</p>\n");
        var plugins = held.Plugins.OrderBy(plugin => plugin.Key, StringComparer.Ordinal).Select(plugin => Row(
            plugin.Key, plugin.Value.Version.ToNormalizedString(), ContentHash.Of(plugin.Value.Files.Select(file => (file.Key, file.Value)))));
        var shared = held.Shared.OrderBy(assembly => assembly.Key, StringComparer.Ordinal)
            .Select(assembly => Row(assembly.Key, assembly.Value.Version, assembly.Value.Hash));
        return text.Add($"<p>PluginHost {held.Host}</p>\n").Add(Markup.Table(["plugin", "version", "content hash (SHA-256)"], plugins, "Plugins"))
            .Add($"<details><summary>Shared assemblies</summary>\n{Markup.Table(["assembly", "version", "SHA-256"], shared)}</details>\n");
    }

    /// <summary>What was skipped, could not be measured or went wrong on the way.</summary>
    public static HtmlText Gaps(RunSummary run, RunEvents events)
    {
        (string Title, string[] Lines)[] groups =
        [
            ("Warnings and errors", [.. events.Messages.Select(message => $"{message.Severity}: {message.Text}").Distinct(StringComparer.Ordinal)]),
            ("Gaps", run.Metrics.At("gaps").Texts()),
            ("Tests without a score or with rows that could not be measured", [.. run.Metrics.At("unmeasured").Objects().Select(Line)]),
            ("Skipped samples", [.. run.Metrics.At("skippedSamples").Objects().Select(Line)]),
            ("Skipped batches", [.. Batches(run.Metrics)]),
            ("Classes that stand in for real ones", run.Metrics.At("proxies").Texts()),
            ("Metrics computed after the run", [.. run.Metrics.At("added").Objects().Select(Line)]),
        ];
        if (run.Metrics is not null && groups.All(group => group.Lines.Length == 0))
            return HtmlText.Of($"<p>Nothing: no sample, batch or test was left out.</p>\n");
        var text = new HtmlText();
        foreach (var (title, lines) in groups.Where(group => group.Lines.Length > 0))
        {
            text.Add($"<h3>{title}</h3>\n<ul>\n{lines.Take(MostLines).Select(line => HtmlText.Of($"<li>{line}</li>\n"))}</ul>\n");
            if (lines.Length > MostLines) text.Add($"<p class=\"hint\">and {lines.Length - MostLines} more</p>\n");
        }

        if (run.Metrics is null) text.Add($"<p>Nothing is known of samples and tests: there are no figures.</p>\n");
        return text;
    }

    private static IEnumerable<string> Batches(JsonNode? metrics) => metrics.At("experiences").Objects()
        .Select((each, t) => (Count: each.At("skippedBatches").Number() ?? 0, T: t)).Where(each => each.Count > 0)
        .Select(each => string.Create(CultureInfo.InvariantCulture, $"experience {each.T + 1}: {each.Count}"));

    private static string Line(JsonObject entry) =>
        string.Join(", ", entry.Select(field => $"{field.Key}: {JsonWords.Whole(field.Value).Trim('"')}"));

    private static HtmlText[] Row(string name, string version, string hash) =>
    [
        HtmlText.Of($"<th scope=\"row\">{name}</th>"), HtmlText.Of($"<td>{version}</td>"),
        HtmlText.Of($"<td class=\"hash\" title=\"{hash}\">{hash}</td>"),
    ];
}
