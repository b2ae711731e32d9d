using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginName;

/// <summary>Hears a mixture once, and gates its features by a query for each source.</summary>
internal sealed class PluginNameNetwork : nn.Module
{
    private readonly Conv2d _first;
    private readonly Conv2d _second;
    private readonly Linear _object;
    private readonly Embedding _queries;

    public PluginNameNetwork(int channels, long objectSize, int classes)
        : base("plugin-name")
    {
        _first = nn.Conv2d(1, channels, 3, padding: 1);
        _second = nn.Conv2d(channels, channels, 3, padding: 1);
        _object = nn.Linear(objectSize, channels);
        _queries = nn.Embedding(classes, channels);
        RegisterComponents();
    }

    public Parameter Queries
    {
        get => _queries.weight!;
        set => _queries.weight = value;
    }

    /// <summary>Masks (rows, 1, F, T) for sound (items, 1, F, T), objects (rows, size), classes (rows) and items (rows).</summary>
    public Tensor Run(Tensor sound, Tensor objects, Tensor classes, Tensor items)
    {
        using var scope = NewDisposeScope();
        var features = _second.call(nn.functional.relu(_first.call(sound)));
        var query = _queries.call(classes) + _object.call(objects);
        var gated = (features.index_select(0, items) * query.unsqueeze(-1).unsqueeze(-1)).sum(1, keepdim: true);
        return gated.sigmoid().MoveToOuterDisposeScope();
    }
}
