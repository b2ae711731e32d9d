using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using DataSets.Tests.Soundfont;
using PluginHost.Contracts;
using PluginHost.Learning;

namespace DataSets.Tests.Classification;

/// <summary>What numpy, Pillow and scikit-learn find in the same sets (references.py), and where the sets lie.</summary>
internal static class References
{
    /// <summary>The folder that <c>plugins/dataset.classification/install.sh letters mnist opencv sklearn</c> fills.</summary>
    public static string Installed { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "pluginhost", "classification");

    public static JsonNode Get(string key) => JsonNode.Parse(File.ReadAllText(Here("references.json")))![key]!;

    public static T[] Array<T>(this JsonNode node) => node.AsArray().Deserialize<T[]>()!;

    public static string Here(string name) => Path.Combine(AppContext.BaseDirectory, "Classification", name);

    /// <summary>The one finding that an action ends in.</summary>
    public static Finding Finding(Action action) => Should.Throw<JobException>(action).Findings.ShouldHaveSingleItem();

    public static T Prepared<T>(this T dataset)
        where T : IDataset
    {
        dataset.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        return dataset;
    }

    public static SampleInfo[] All(this IDataset dataset) => [.. Enum.GetValues<Split>().SelectMany(dataset.Samples)];

    public static float[] Values(this IDataset dataset, SampleInfo info, string key)
    {
        using var sample = dataset.Load(info);
        return [.. sample[key].data<float>()];
    }

    public static string[] Messages(this RunStandIn run, FindingSeverity severity) =>
        [.. run.Events.OfType<MessageReported>().Where(message => message.Severity == severity).Select(message => message.Text)];
}
