using PluginHost.Learning;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginName;

/// <summary>A small separator with one learnable query for each class.</summary>
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
        _objectSize = spec.Inputs[BatchKeys.Object][0];
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
        var objects = batch[BatchKeys.Object].index_select(0, index);
        var masks = Network.Run(batch[BatchKeys.Input], objects, tensor(classes, device: device), items);
        return new(request.Rows, new Dictionary<string, Tensor> { [OutputKeys.Masks] = masks.MoveToOuterDisposeScope() });
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
