using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Training;

/// <summary>The record of one test, read back.</summary>
/// <param name="name">The file's name, for messages.</param>
/// <param name="tensors">Its tensors; owned from now on.</param>
internal sealed class RecordedTest(string name, Dictionary<string, Tensor> tensors) : IDisposable
{
    private static readonly string[] s_required =
    [
        PredictionRecords.Batches, PredictionRecords.SamplesKey, PredictionRecords.Counted, PredictionRecords.Labels, PredictionRecords.Ids,
        PredictionRecords.Domains,
    ];

    // Records written before samples had groups have none.
    private static readonly string[] s_own = [.. s_required, PredictionRecords.Groups];

    /// <summary>The predictions, batch by batch.</summary>
    /// <exception cref="InvalidDataException">The tensors do not fit each other.</exception>
    public IEnumerable<Prediction> Predictions()
    {
        foreach (var key in s_required)
            if (!tensors.ContainsKey(key)) throw Damaged($"it has no '{key}'");
        var batches = Numbers(PredictionRecords.Batches);
        var places = Numbers(PredictionRecords.SamplesKey);
        var counted = tensors[PredictionRecords.Counted].to(ScalarType.Int64).data<long>().ToArray();
        var samples = Samples();
        var items = batches.Sum();
        if (items <= 0 || places.Length % items != 0 || counted.Length != places.Length
            || Array.Exists(batches, count => count <= 0) || Array.Exists(places, place => place < 0 || place >= samples.Length))
            throw Damaged("its lists do not fit each other");
        var slots = (int)(places.Length / items);
        var values = tensors.Where(pair => !s_own.Contains(pair.Key, StringComparer.Ordinal)).ToArray();
        if (Array.Exists(values, pair => pair.Value.dim() == 0 || pair.Value.shape[0] % items != 0)) throw Damaged("its rows do not fit its items");
        var first = 0;
        foreach (var batch in batches.Select(count => (int)count))
        {
            var at = first;
            Draw Item(int item) => new()
            {
                Training = false,
                Sources =
                [
                    .. Enumerable.Range((at + item) * slots, slots)
                        .Select(i => new DrawSource { Sample = samples[places[i]], Counted = counted[i] == 1 }),
                ],
            };
            var rows = values.ToDictionary(
                pair => pair.Key,
                pair => pair.Value.narrow(0, at * (pair.Value.shape[0] / items), batch * (pair.Value.shape[0] / items)).clone(),
                StringComparer.Ordinal);
            yield return new([.. Enumerable.Range(0, batch).Select(Item)], rows);
            first += batch;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values) tensor.Dispose();
    }

    private SampleInfo[] Samples()
    {
        var (ids, domains) = (Texts(PredictionRecords.Ids), Texts(PredictionRecords.Domains));
        var groups = tensors.ContainsKey(PredictionRecords.Groups) ? Texts(PredictionRecords.Groups) : [.. ids.Select(_ => "")];
        var labels = Numbers(PredictionRecords.Labels);
        if (ids.Length == 0 || domains.Length != ids.Length || groups.Length != ids.Length || labels.Length % ids.Length != 0)
            throw Damaged("its samples do not fit each other");
        var most = labels.Length / ids.Length;
        return
        [
            .. Enumerable.Range(0, ids.Length).Select(i => new SampleInfo
            {
                Id = ids[i], Domain = domains[i], Group = groups[i], Split = Split.Test,
                Labels = [.. labels.Skip(i * most).Take(most).Where(label => label >= 0).Select(label => (int)label)],
            }),
        ];
    }

    private long[] Numbers(string key) => tensors[key].dtype == ScalarType.Int64
        ? tensors[key].data<long>().ToArray()
        : throw Damaged($"'{key}' holds no whole numbers");

    private string[] Texts(string key)
    {
        try
        {
            return JsonSerializer.Deserialize(tensors[key].data<byte>().ToArray(), RecordJson.Default.StringArray) ?? [];
        }
        catch (JsonException)
        {
            throw Damaged($"'{key}' is no list of texts");
        }
    }

    private InvalidDataException Damaged(string why) => new($"{name}: {why}");
}

[JsonSerializable(typeof(string[]))]
internal sealed partial class RecordJson : JsonSerializerContext;
