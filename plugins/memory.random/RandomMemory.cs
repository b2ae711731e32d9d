using System.Text.Json.Nodes;

namespace PluginHost.Plugins.RandomMemory;

/// <summary>
/// The memory of ContAV-Sep: for each class that ended, a fixed number of samples drawn uniformly without replacement; earlier classes
/// keep theirs.
/// The draw depends on the job's seed and the class's label alone.
/// </summary>
/// <param name="options">The options.</param>
public sealed class RandomMemory(RandomMemoryOptions options) : IMemory
{
    private readonly SortedDictionary<int, Exemplar[]> _classes = [];

    /// <inheritdoc/>
    public IReadOnlyList<Exemplar> Exemplars { get; private set; } = [];

    /// <inheritdoc/>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public void Insert(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        foreach (var group in candidates.GroupBy(sample => sample.Label))
        {
            var samples = group.ToArray();
            var chosen = context.Random.Stream("exemplar", group.Key).Choose(samples.Length, options.PerClass);
            _classes[group.Key] = [.. chosen.Select(index => new Exemplar { Sample = samples[index] })];
        }

        Count(context);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => state.Json = new()
    {
        ["exemplars"] = new JsonArray([.. Exemplars.Select(exemplar => (JsonNode)new JsonObject
        {
            ["id"] = exemplar.Sample.Id,
            ["label"] = exemplar.Sample.Label,
            ["split"] = exemplar.Sample.Split.ToString(),
            ["index"] = exemplar.Sample.Index,
        })]),
    };

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context)
    {
        if (state.Json["exemplars"] is not JsonArray saved)
            throw new InvalidDataException("The saved state of the memory has no list of exemplars.");
        var exemplars = saved.Select(node => new Exemplar
        {
            Sample = new()
            {
                Id = (string)node!["id"]!,
                Label = (int)node["label"]!,
                Split = Enum.Parse<Split>((string)node["split"]!),
                Index = (int)node["index"]!,
            },
        });
        _classes.Clear();
        foreach (var group in exemplars.GroupBy(exemplar => exemplar.Sample.Label)) _classes[group.Key] = [.. group];
        Count(context);
    }

    private void Count(ILearningContext context)
    {
        Exemplars = [.. _classes.Values.SelectMany(exemplars => exemplars)];
        Bytes = Exemplars.Sum(exemplar => context.Samples.Get(exemplar.Sample).Bytes);
    }
}
