using PluginHost.Learning.Separation;
using TorchSharp.Modules;

namespace PluginHost.Learning.Tests;

/// <summary>A linear mask model with a query per class and dropout, so that libtorch's generator matters.</summary>
internal sealed class ToyModel : ISeparator, IClassQueries, ICrossModalEmbeddings, IFeatureMaps, IModelLoss
{
    private ToyModule? _module;

    public nn.Module Module => _module ?? throw new InvalidOperationException("not built");

    public int Classes => _module is null ? 0 : (int)_module.Queries.shape[0];

    public Parameter Queries => _module!.Queries;

    public IReadOnlyList<string> EmbeddingKeys => [OutputKeys.AudioEmbedding, OutputKeys.ObjectEmbedding];

    public IReadOnlyList<string> FeatureMapNames { get; } = [OutputKeys.FeatureMapPrefix + "sound"];

    /// <summary>A loss of its own: the mean square of its queries, with this weight; none at 0.</summary>
    public double OwnWeight { get; set; }

    /// <summary>Called while the model is built.</summary>
    public Action Building { get; set; } = () => { };

    public IReadOnlyList<ParameterGroup> ParameterGroups =>
    [
        new("sound", [.. _module!.Sound.parameters()]),
        new("rest", [.. _module.Mask.parameters(), _module.Queries]),
    ];

    public void Build(ModelSpec spec)
    {
        Building();
        manual_seed(spec.Seed);
        _module = new(spec.Classes, spec.Inputs[BatchKeys.Input][0], spec.Inputs[SeparationKeys.Object][0]);
    }

    public void Grow(int classes, long seed)
    {
        manual_seed(seed);
        _module!.Grow(classes);
    }

    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var labels = batch.Labels();
        var rows = request.Rows ?? [.. Enumerable.Range(0, batch.Rows)];
        using var items = tensor(rows.Select(row => (long)(row % batch.Size)).ToArray());
        using var own = tensor(rows.Select(row => (long)row).ToArray());
        using var classes = tensor(rows.Select((row, i) => (long)(request.Classes?[i] ?? labels[row])).ToArray());
        var sound = _module!.Sound.call(batch[BatchKeys.Input].index_select(0, items));
        var seen = batch[SeparationKeys.Object].index_select(0, own) + _module.Queries.index_select(0, classes);
        var joined = _module.Dropout.call(cat([sound, seen], 1));
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SeparationKeys.Masks] = _module.Mask.call(joined).sigmoid() };
        if (request.Embeddings)
        {
            tensors[OutputKeys.AudioEmbedding] = sound;
            tensors[OutputKeys.ObjectEmbedding] = seen;
        }

        // A map of one channel; asked for in whole batches or their first slot only.
        foreach (var name in request.FeatureMaps) tensors[name] = sound.narrow(0, 0, batch.Size).view(-1, 1, 2, 2);
        return new(request.Rows, tensors);
    }

    public IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch) =>
        OwnWeight == 0 ? [] : [new("own", OwnWeight, Queries.square().mean())];

    public IModel Clone()
    {
        var module = new ToyModule(Classes, _module!.Sound.weight.shape[1], Queries.shape[1]);
        module.load_state_dict(_module.state_dict());
        module.train(_module.training);
        return new ToyModel { _module = ModuleTensors.Keep(module) };
    }

    public void Dispose() => _module?.Dispose();

    private sealed class ToyModule : nn.Module
    {
        private readonly Embedding _queries;

        public ToyModule(int classes, long bins, long size)
            : base("toy")
        {
            Sound = nn.Linear(bins, size);
            Mask = nn.Linear(2 * size, bins);
            Dropout = nn.Dropout(0.1);
            _queries = nn.Embedding(classes, size);
            register_module("sound", Sound);
            register_module("mask", Mask);
            register_module("dropout", Dropout);
            register_module("queries", _queries);
        }

        public Linear Sound { get; }

        public Linear Mask { get; }

        public Dropout Dropout { get; }

        public Parameter Queries => _queries.weight!;

        public void Grow(int classes)
        {
            using var noGrad = no_grad();
            var old = Queries;
            _queries.weight = new(cat([old.detach(), randn(classes - old.shape[0], old.shape[1])], 0));
        }
    }
}
