namespace PluginHost.Plugins.EventMetrics;

/// <summary>
/// F-scores of parsed videos (LLP, Tian et al., ECCV 2020), in per cent: of segments and of events (runs of segments that overlap by half with a
/// labelled run), for what is heard (A), seen (V), both (AV), the mean of the three (Type), and heard and seen counted together (Event).
/// </summary>
/// <remarks>
/// A score of a clip is the mean over its classes that are predicted or labelled; 1 if there is none. A figure is the mean over clips.
/// </remarks>
/// <param name="options">The options.</param>
[Component("parsing-f")]
public sealed class ParsingScores(ClipMetricOptions options) : ClipMetric(options,
    [.. s_names.Select(name => Share("segment F, " + name)), .. s_names.Select(name => Share("event F, " + name))])
{
    private static readonly string[] s_names = ["A", "V", "AV", "Type", "Event"];

    /// <inheritdoc/>
    protected override IClipSums Create() => new Sums();

    // Hits, false alarms and misses of a class.
    private sealed record Outcome(int Hits, int Alarms, int Misses)
    {
        public static Outcome None { get; } = new(0, 0, 0);

        public static Outcome operator +(Outcome a, Outcome b) => new(a.Hits + b.Hits, a.Alarms + b.Alarms, a.Misses + b.Misses);
    }

    private sealed class Sums : IClipSums
    {
        // A, V, AV and Event of segments, then of events.
        private readonly double[] _sums = new double[8];
        private int _clips;

        public void Add(Prediction prediction, int row)
        {
            var (heard, seen) = (Table.Of(prediction, EventKeys.AudioParsed, row), Table.Of(prediction, EventKeys.VisualParsed, row));
            var (labelledHeard, labelledSeen) = (Table.Of(prediction, AudioVisualKeys.AudioEvents, row), Table.Of(prediction, AudioVisualKeys.VisualEvents, row));
            (Table Predicted, Table Labelled)[] kinds =
                [(heard, labelledHeard), (seen, labelledSeen), (heard.And(seen), labelledHeard.And(labelledSeen))];
            var at = 0;
            foreach (var compare in (Func<Table, Table, Outcome[]>[])[Segments, Events])
            {
                var outcomes = kinds.Select(kind => compare(kind.Predicted, kind.Labelled)).ToArray();
                foreach (var each in outcomes) _sums[at++] += Score(each);
                _sums[at++] += Score([.. outcomes[0].Zip(outcomes[1], (a, v) => a + v)]);
            }

            _clips++;
        }

        public double?[] Values()
        {
            double Mean(int place) => 100 * _sums[place] / _clips;
            return [.. ((int[])[0, 4]).SelectMany(first => (double?[])
                [Mean(first), Mean(first + 1), Mean(first + 2), (Mean(first) + Mean(first + 1) + Mean(first + 2)) / 3, Mean(first + 3)])];
        }

        private static double Score(IReadOnlyList<Outcome> classes) => classes.Where(each => each.Hits + each.Alarms + each.Misses > 0)
            .Select(each => 2.0 * each.Hits / ((2 * each.Hits) + each.Alarms + each.Misses)).DefaultIfEmpty(1).Average();

        private static Outcome[] Segments(Table predicted, Table labelled) => [.. Enumerable.Range(0, predicted.Classes).Select(k =>
        {
            var outcome = Outcome.None;
            for (var segment = 0; segment < predicted.Segments; segment++)
            {
                var (guess, truth) = (predicted[segment, k], labelled[segment, k]);
                outcome += new Outcome(guess && truth ? 1 : 0, guess && !truth ? 1 : 0, truth && !guess ? 1 : 0);
            }

            return outcome;
        })];

        // Two disjoint runs cannot both overlap by half with a third, so hits are the same counted from either side.
        private static Outcome[] Events(Table predicted, Table labelled) => [.. Enumerable.Range(0, predicted.Classes).Select(k =>
        {
            var (guesses, truths) = (predicted.Runs(k), labelled.Runs(k));
            var hits = guesses.Count(guess => truths.Any(truth => Overlaps(guess, truth)));
            return new Outcome(hits, guesses.Count - hits, truths.Count(truth => !guesses.Any(guess => Overlaps(guess, truth))));
        })];

        private static bool Overlaps((int From, int To) a, (int From, int To) b)
        {
            var common = Math.Min(a.To, b.To) - Math.Max(a.From, b.From);
            return common > 0 && 2 * common >= (a.To - a.From) + (b.To - b.From) - common;
        }
    }

    /// <summary>Which classes happen in which segments.</summary>
    private sealed class Table(bool[] values, int segments, int classes)
    {
        public int Segments => segments;

        public int Classes => classes;

        public bool this[int segment, int k] => values[(segment * classes) + k];

        public static Table Of(Prediction prediction, string key, int row)
        {
            var clip = prediction[key][row];
            return new([.. clip.gt(0.5).contiguous().data<bool>()], (int)clip.shape[0], (int)clip.shape[1]);
        }

        public Table And(Table other) => new([.. Enumerable.Range(0, values.Length).Select(i => values[i] && other[i / classes, i % classes])], segments, classes);

        public IReadOnlyList<(int From, int To)> Runs(int k)
        {
            var runs = new List<(int, int)>();
            for (var from = 0; from < segments; from++)
            {
                if (!this[from, k]) continue;
                var to = from;
                while (to < segments && this[to, k]) to++;
                runs.Add((from, to));
                from = to;
            }

            return runs;
        }
    }
}
