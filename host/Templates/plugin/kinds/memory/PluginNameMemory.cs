using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace PluginName;

/// <summary>Keeps the first samples of each class.</summary>
[Component("plugin-name")]
public sealed class PluginNameMemory(PluginNameOptions options) : IMemory
{
    private readonly List<SampleInfo> _kept = [];

    public IReadOnlyList<Exemplar> Exemplars => [.. _kept.Select(sample => new Exemplar { Sample = sample })];

    public long Bytes { get; private set; }

    /// <summary>Which samples of those that ended are kept.</summary>
    public static IEnumerable<SampleInfo> Choose(IEnumerable<SampleInfo> candidates, int perClass) =>
        candidates.GroupBy(sample => sample.Label).OrderBy(group => group.Key).SelectMany(group => group.Take(perClass));

    public void Update(ILearningContext context, IReadOnlyList<SampleInfo> candidates)
    {
        _kept.AddRange(Choose(candidates, options.PerClass));
        Measure(context);
    }

    public void SaveState(StateBag state) => state.Json["kept"] = new JsonArray([.. _kept.Select(sample => (JsonNode)new JsonObject
    {
        ["id"] = sample.Id,
        ["label"] = sample.Label,
        ["index"] = sample.Index,
    })]);

    public void LoadState(StateBag state, ILearningContext context)
    {
        _kept.Clear();
        foreach (var item in state.Json["kept"]!.AsArray())
        {
            var (id, label, index) = ((string)item!["id"]!, (int)item["label"]!, (int)item["index"]!);
            _kept.Add(new() { Id = id, Label = label, Index = index, Split = Split.Train });
        }

        Measure(context);
    }

    private void Measure(ILearningContext context) => Bytes = _kept.Sum(sample => context.Samples.Get(sample).Bytes);
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>Exemplars per class; a smaller class is kept whole.</summary>
    [Range(1, 1000)]
    public int PerClass { get; set; } = 1;
}
