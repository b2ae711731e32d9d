using TorchSharp.Modules;

namespace PluginHost.Strategies.Tests.Line;

/// <summary>Predicts q[label]·x in double precision; has a running mean and a counter, as batch normalisation has.</summary>
internal sealed class LineModel : IModel, IModelLoss
{
    private readonly LineModule _module;

    public LineModel(double[,] queries)
    {
        _module = new(tensor(queries));
    }

    public nn.Module Module => _module;

    public int Classes => (int)_module.Queries.shape[0];

    /// <summary>Weight of a loss of its own, the sum of its queries; none at 0.</summary>
    public double OwnWeight { get; set; }

    public IReadOnlyList<ParameterGroup> ParameterGroups => [new("all", [_module.Queries])];

    public Parameter Queries => _module.Queries;

    public Tensor Mean => _module.Mean;

    public Tensor Counter => _module.Counter;

    public void Build(ModelSpec spec)
    {
    }

    public void Grow(int classes, long seed)
    {
        if (classes == Classes) return;
        using var noGrad = no_grad();
        _module.Queries = new(cat([Queries.detach(), full(classes - Classes, 2, 9.0, ScalarType.Float64)], 0));
    }

    /// <summary>Sets the values as training might have.</summary>
    public void Set(double[,] queries, double mean = 0, long counter = 0)
    {
        using var noGrad = no_grad();
        Queries.copy_(tensor(queries));
        Mean.fill_(mean);
        Counter.fill_(counter);
    }

    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        using var labels = tensor(batch.Labels().Select(label => (long)label).ToArray());
        var values = (Queries.index_select(0, labels) * batch["x"]).sum(1);
        return new(null, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["y"] = values });
    }

    public IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch) =>
        OwnWeight == 0 ? [] : [new("own", OwnWeight, Queries.sum())];

    public IModel Clone()
    {
        var copy = new LineModel(new double[Classes, 2]);
        copy.Module.load_state_dict(Module.state_dict());
        return copy;
    }

    public void Dispose() => _module.Dispose();

    private sealed class LineModule : nn.Module
    {
        private readonly Embedding _embedding;

        public LineModule(Tensor queries)
            : base("line")
        {
            _embedding = nn.Embedding(queries.shape[0], queries.shape[1], dtype: ScalarType.Float64);
            _embedding.weight = new(queries);
            register_module("queries", _embedding);
            register_buffer("mean", Mean);
            register_buffer("counter", Counter);
        }

        public Parameter Queries
        {
            get => _embedding.weight!;
            set => _embedding.weight = value;
        }

        public Tensor Mean { get; } = zeros(1, dtype: ScalarType.Float64);

        public Tensor Counter { get; } = zeros(1, dtype: ScalarType.Int64);
    }
}
