namespace PluginHost.PluginKit.Kinds;

/// <summary>What every metric must be able to do: measure the tiny job, each of its figures named once.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
public abstract class MetricConformance(string plugin, string name, string options = "{}")
    : TrainingConformance(plugin, "metric", name, options)
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        if (component is IStreamMetric stream)
        {
            var scores = new ScoreMatrix { Figure = new() { Name = "SDR" }, Scores = [[2.0, null], [1.0, 3.0]] };
            if (!stream.Summarise(scores).SequenceEqual(stream.Summarise(scores))) yield return "it summarises the same scores in two ways";
            if (stream.Summarise(new() { Figure = new() { Name = "SDR" }, Scores = [] }).Any(pair => pair.Value is not null))
                yield return "it makes a number out of no scores";
        }

        var figures = component switch
        {
            IRowMetric rows => rows.Figures,
            ISetMetric set => set.Figures,
            _ => null,
        };
        if (figures is null) yield break;
        if (figures.Count == 0) yield return "it has no figure";
        foreach (var twice in figures.GroupBy(figure => figure.Name).Where(group => group.Count() > 1))
            yield return $"it names the figure '{twice.Key}' {twice.Count()} times";
    }
}
