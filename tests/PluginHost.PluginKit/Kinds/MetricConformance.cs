using PluginHost.PluginKit.Jobs;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.PluginKit.Kinds;

/// <summary>
/// What every metric must be able to do: measure the tiny job, each of its figures named once, the same predictions alike each time; and forget
/// everything when it is reset.
/// </summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
/// <param name="task">The task of the job around it.</param>
public abstract class MetricConformance(string plugin, string name, string options = "{}", string task = TinyJob.Separation)
    : TrainingConformance(plugin, "metric", name, options, task)
{
    /// <inheritdoc/>
    protected override bool Looks => true;

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

        if (Figures(component) is not { } figures) yield break;
        if (figures.Count == 0) yield return "it has no figure";
        foreach (var twice in figures.GroupBy(figure => figure.Name).Where(group => group.Count() > 1))
            yield return $"it names the figure '{twice.Key}' {twice.Count()} times";
        foreach (var figure in figures.Where(figure => figure.Baseline is { } baseline && figures.All(other => other.Name != baseline)))
            yield return $"the figure '{figure.Name}' names the baseline '{figure.Baseline}', which it does not give";
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Look(object component, Work work)
    {
        if (work.Moment != WorkMoment.ExperienceEnds) return [];
        using var scope = NewDisposeScope();
        using var one = Predict(work.Context, work.Context.Experience.Train.Take(2));
        using var other = Predict(work.Context, work.Context.Experience.Train.Skip(2).Take(2));
        return [.. component is IRowMetric rows ? Rows(rows, one) : [], .. component is ISetMetric set ? Sets(set, one, other) : []];
    }

    private static IReadOnlyList<Figure>? Figures(object component) => component switch
    {
        IRowMetric rows => rows.Figures,
        ISetMetric set => set.Figures,
        _ => null,
    };

    private static Prediction Predict(ILearningContext context, IEnumerable<SampleInfo> samples) => Numbers.InEvalMode(context.Model, () =>
    {
        using var batch = context.Task.Collate(context.Task.DrawEvaluation([.. samples], context.Experience.Train), context.Samples);
        batch.MoveTo(context.Device);
        return context.Task.Decode(context.Model.Forward(batch, ForwardRequest.Predictions), batch);
    });

    private static IEnumerable<string> Rows(IRowMetric metric, Prediction prediction)
    {
        var (first, again) = (metric.Measure(prediction), metric.Measure(prediction));
        var rows = prediction.Draws.Count * prediction.Draws[0].Sources.Count;
        if (first.Count != rows) yield return $"it gives {first.Count} measurements for {rows} rows";
        foreach (var measured in first.OfType<double[]>().Where(measured => measured.Length != metric.Figures.Count))
            yield return $"it gives {measured.Length} values for {metric.Figures.Count} figures";
        if (!first.Zip(again).All(pair => pair is (null, null) || (pair.First is { } a && pair.Second is { } b && a.SequenceEqual(b))))
            yield return "it measures the same predictions in two ways";
    }

    // The second answer comes after other predictions: what a reset left behind would show in it.
    private static IEnumerable<string> Sets(ISetMetric metric, Prediction one, Prediction other)
    {
        var alone = Measure(metric, one);
        var both = Measure(metric, one, other);
        var again = Measure(metric, one);
        if (alone.Count != metric.Figures.Count) yield return $"it gives {alone.Count} values for {metric.Figures.Count} figures";
        if (!alone.SequenceEqual(again)) yield return "it remembers other predictions across a reset";
        if (!both.SequenceEqual(Measure(metric, one, other))) yield return "it measures the same predictions in two ways";
        metric.Reset();
        var nothing = metric.Compute();
        if (nothing.SequenceEqual(both) && both.Any(value => value is not null and not 0)) yield return "a reset changes nothing";
    }

    private static IReadOnlyList<double?> Measure(ISetMetric metric, params ReadOnlySpan<Prediction> predictions)
    {
        metric.Reset();
        foreach (var prediction in predictions) metric.Update(prediction);
        return [.. metric.Compute()];
    }
}
