using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace PluginHost.Plugins.Retrieval;

/// <summary>Options of the retrieval metric.</summary>
public sealed class RetrievalOptions : ICheckedOptions
{
    /// <summary>The numbers k of recall at k, ascending.</summary>
    [MinLength(1)]
    public int[] Ranks { get; set; } = [1, 5, 10];

    /// <inheritdoc/>
    public IEnumerable<Finding> Check()
    {
        if (Ranks.Any(k => k < 1) || Ranks.Distinct().Count() != Ranks.Length)
            yield return new() { Code = "RT0001", Where = "ranks", What = "a rank is below 1 or stands twice", Expected = "different numbers from 1" };
    }
}

/// <summary>
/// Retrieval between the two sides of pairs by cosine: recall at k in per cent, the median rank, and the modality gap, the distance between
/// the centres of both sides' unit embeddings (Liang et al., NeurIPS 2022, section 4.1).
/// </summary>
/// <remarks>
/// Queries are the rows that count; the gallery is all rows. The rank of a query is 1 and the number of others that are as near or nearer
/// than the nearest right one. Right is the query's own pair and every pair of its group; those of the group are not among the others. So
/// equal embeddings of everything have the worst rank, not the best.
/// </remarks>
/// <param name="options">The options.</param>
[Component("retrieval")]
[Needs<ICrossModalEmbeddings>("both sides of pairs are compared")]
public sealed class RetrievalMetric(RetrievalOptions options) : ISetMetric, IUndefinedFigures, IDisposable
{
    private static readonly (string From, string To)[] s_ways = [("sound", "pictures"), ("pictures", "sound")];
    private readonly List<Tensor> _audio = [];
    private readonly List<Tensor> _video = [];
    private readonly List<(string Group, bool Counted)> _rows = [];

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } =
    [
        .. options.Ranks.Order().Select(k => new Figure { Name = Recall(k), Unit = "%" }),
        .. s_ways.SelectMany(way => options.Ranks.Order()
            .Select(k => new Figure { Name = $"{Recall(k)} {way.From} to {way.To}", Unit = "%" })
            .Append(new Figure { Name = $"median rank {way.From} to {way.To}", HigherIsBetter = false })),
        new() { Name = "modality gap", HigherIsBetter = false },
    ];

    /// <inheritdoc/>
    public void Reset()
    {
        Dispose();
        _rows.Clear();
    }

    /// <inheritdoc/>
    public void Update(Prediction prediction)
    {
        _audio.Add(Kept(prediction[AudioVisualKeys.AudioEmbeddings]));
        _video.Add(Kept(prediction[AudioVisualKeys.VideoEmbeddings]));
        _rows.AddRange(prediction.Draws.Select(draw => (draw.Sources[0].Sample.Group, draw.Sources[0].Counted)));
    }

    /// <inheritdoc/>
    public IReadOnlyList<double?> Compute()
    {
        int[] counted = [.. Enumerable.Range(0, _rows.Count).Where(row => _rows[row].Counted)];
        if (counted.Length == 0) return [.. Figures.Select(_ => (double?)null)];
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (audio, video) = (cat(_audio), cat(_video));
        var scores = audio.matmul(video.t());
        int[][] ranks = [Ranks(scores, counted), Ranks(scores.t(), counted)];
        var places = tensor(counted.Select(row => (long)row).ToArray());
        var gap = (audio.index_select(0, places).mean([0L]) - video.index_select(0, places).mean([0L])).norm().ToDouble();
        double Share(int[] of, int k) => 100.0 * of.Count(rank => rank <= k) / of.Length;
        return
        [
            .. options.Ranks.Order().Select(k => (double?)ranks.Average(of => Share(of, k))),
            .. ranks.SelectMany(of => options.Ranks.Order().Select(k => (double?)Share(of, k)).Append(Median(of))),
            gap,
        ];
    }

    /// <inheritdoc/>
    public string WhyUndefined(Figure figure) => "no pair was tested";

    /// <summary>Frees the embeddings.</summary>
    public void Dispose()
    {
        foreach (var tensor in _audio.Concat(_video)) tensor.Dispose();
        _audio.Clear();
        _video.Clear();
    }

    private static string Recall(int k) => string.Create(CultureInfo.InvariantCulture, $"R@{k}");

    private static double Median(int[] ranks)
    {
        int[] sorted = [.. ranks.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }

    private static Tensor Kept(Tensor embeddings)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        return nn.functional.normalize(embeddings.to(ScalarType.Float64), 2, 1).cpu().DetachFromDisposeScope();
    }

    private int[] Ranks(Tensor scores, int[] queries)
    {
        var ranks = new int[queries.Length];
        for (var i = 0; i < queries.Length; i++)
        {
            var (query, group) = (queries[i], _rows[queries[i]].Group);
            var row = scores[query].contiguous().data<double>().ToArray();
            bool Right(int other) => other == query || (group.Length > 0 && _rows[other].Group == group);
            var best = double.NegativeInfinity;
            for (var other = 0; other < row.Length; other++)
                if (Right(other)) best = Math.Max(best, row[other]);
            ranks[i] = 1;
            for (var other = 0; other < row.Length; other++)
                if (!Right(other) && row[other] >= best) ranks[i]++;
        }

        return ranks;
    }
}
