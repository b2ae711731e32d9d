using TorchSharp.Modules;

namespace Stranger;

/// <summary>Opens each frequency band of a mixture as far as the class asked for and the object seen say.</summary>
[Component("band-gate")]
public sealed class BandGate : ISeparator, IClassQueries
{
    private BandGateNetwork? _network;
    private (long Bands, long Objects) _sizes;

    public nn.Module Module => Network;

    public int Classes => _network is null ? 0 : (int)Queries.shape[0];

    public Parameter Queries => Network.Queries;

    public IReadOnlyList<ParameterGroup> ParameterGroups => [new("gate", [.. Network.parameters()])];

    private BandGateNetwork Network => _network ?? throw new InvalidOperationException("The separator is not built yet.");

    public void Build(ModelSpec spec)
    {
        _sizes = (spec.Inputs[BatchKeys.Input][1], spec.Inputs[SeparationKeys.Object][0]);
        manual_seed(spec.Seed);
        _network = new(_sizes.Bands, _sizes.Objects, spec.Classes);
    }

    public void Grow(int classes, long seed)
    {
        if (classes <= Classes) return;
        using var grad = no_grad();
        manual_seed(seed);
        using var fresh = randn(classes - Classes, _sizes.Bands).to(Queries.device);
        using var rows = cat([Queries.detach(), fresh], 0);
        Network.Queries = (Parameter)new Parameter(rows.clone()).DetachFromDisposeScope();
    }

    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        using var scope = NewDisposeScope();
        int[] rows = request.Rows is null ? [.. Enumerable.Range(0, batch.Rows)] : [.. request.Rows];
        var labels = batch.Labels();
        var device = batch[BatchKeys.Input].device;
        var items = tensor(rows.Select(row => (long)(row % batch.Size)).ToArray(), device: device);
        var index = tensor(rows.Select(row => (long)row).ToArray(), device: device);
        var classes = tensor(rows.Select((row, i) => (long)(request.Classes?[i] ?? labels[row])).ToArray(), device: device);
        var gates = Queries.index_select(0, classes) + Network.Objects.call(batch[SeparationKeys.Object].index_select(0, index));
        var masks = (batch[BatchKeys.Input].index_select(0, items) + gates.view(-1, 1, _sizes.Bands, 1)).sigmoid();
        return new(request.Rows, new Dictionary<string, Tensor> { [SeparationKeys.Masks] = masks.MoveToOuterDisposeScope() });
    }

    public IModel Clone()
    {
        using var state = get_rng_state();
        var network = new BandGateNetwork(_sizes.Bands, _sizes.Objects, Classes);
        network.load_state_dict(Network.state_dict());
        network.to(Queries.device);
        network.train(Network.training);
        foreach (var parameter in network.parameters()) parameter.DetachFromDisposeScope();
        set_rng_state(state);
        return new BandGate { _network = network, _sizes = _sizes };
    }

    public void Dispose() => _network?.Dispose();
}

internal sealed class BandGateNetwork : nn.Module
{
    private readonly Embedding _queries;

    public BandGateNetwork(long bands, long objects, long classes)
        : base("band-gate")
    {
        _queries = nn.Embedding(classes, bands);
        Objects = nn.Linear(objects, bands);
        register_module("queries", _queries);
        register_module("objects", Objects);
    }

    public Linear Objects { get; }

    public Parameter Queries
    {
        get => _queries.weight!;
        set => _queries.weight = value;
    }
}
