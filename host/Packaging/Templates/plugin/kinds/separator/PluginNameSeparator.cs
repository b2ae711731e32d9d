using System.ComponentModel.DataAnnotations;
using TorchSharp.Modules;

namespace PluginName;

/// <summary>A small separator with one learnable query for each class.</summary>
[Component("plugin-name")]
public sealed class PluginNameSeparator(PluginNameOptions options) : ISeparator, IClassQueries
{
    private PluginNameNetwork? _network;
    private long _objectSize;

    public nn.Module Module => Network;

    public int Classes => _network is null ? 0 : (int)Queries.shape[0];

    public Parameter Queries => Network.Queries;

    public IReadOnlyList<ParameterGroup> ParameterGroups => [new("plugin-name", [.. Network.parameters()])];

    private PluginNameNetwork Network => _network ?? throw new InvalidOperationException("The separator is not built yet.");

    public void Build(ModelSpec spec)
    {
        _objectSize = spec.Inputs[SeparationKeys.Object][0];
        _network = Seeded(spec.Seed, () => new PluginNameNetwork(options.Channels, _objectSize, spec.Classes));
    }

    public void Grow(int classes, long seed)
    {
        if (classes <= Classes) return;
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var fresh = Seeded(seed, () => randn(classes - Classes, options.Channels)).to(Queries.device);
        // Registering does not take a tensor out of the dispose scope that it was made in.
        var rows = new Parameter(cat([Queries.detach(), fresh], 0));
        rows.DetachFromDisposeScope();
        Network.Queries = rows;
    }

    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        using var scope = NewDisposeScope();
        var device = batch[BatchKeys.Input].device;
        int[] rows = request.Rows is null ? [.. Enumerable.Range(0, batch.Rows)] : [.. request.Rows];
        var classes = rows.Select((row, i) => (long)(request.Classes?[i] ?? batch.RowSources[row].Sample.Label)).ToArray();
        var index = tensor(rows.Select(row => (long)row).ToArray(), device: device);
        var items = tensor(rows.Select(row => (long)(row % batch.Size)).ToArray(), device: device);
        var objects = batch[SeparationKeys.Object].index_select(0, index);
        var masks = Network.Run(batch[BatchKeys.Input], objects, tensor(classes, device: device), items);
        return new(request.Rows, new Dictionary<string, Tensor> { [SeparationKeys.Masks] = masks.MoveToOuterDisposeScope() });
    }

    /// <summary>A teacher: same weights, same device, same mode, independent from now on.</summary>
    public IModel Clone()
    {
        var copy = new PluginNameSeparator(options) { _objectSize = _objectSize };
        copy._network = Seeded(0, () => new PluginNameNetwork(options.Channels, _objectSize, Classes));
        copy.Network.load_state_dict(Network.state_dict());
        copy.Network.to(Queries.device);
        copy.Network.train(Network.training);
        return copy;
    }

    public void Dispose()
    {
        _network?.Dispose();
        _network = null;
    }

    // Draws from libtorch's generator with a seed of our own and leaves it to the others as it was.
    private static T Seeded<T>(long seed, Func<T> make)
    {
        using var state = get_rng_state();
        manual_seed(seed);
        try
        {
            return make();
        }
        finally
        {
            set_rng_state(state);
        }
    }
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>Channels of the sound features, and size of a query.</summary>
    [Range(1, 1024)]
    public int Channels { get; set; } = 8;
}

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
