using TorchSharp.Modules;

namespace PluginHost.Strategies.Tests.Line;

/// <summary>
/// Predicts q[label]·x in double precision; has a running mean and a counter, as batch normalisation has, and batch normalisation of x if asked.
/// </summary>
internal sealed class LineModel : IModel, IModelLoss
{
    private readonly LineModule _module;

    public LineModel(double[,] queries, bool normalises = false)
    {
        _module = new(tensor(queries), normalises);
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
        var own = batch.Labels();
        var rows = request.Rows ?? [.. Enumerable.Range(0, batch.Rows)];
        using var labels = tensor(rows.Select((row, i) => (long)(request.Classes?[i] ?? own[row])).ToArray());
        using var items = tensor(rows.Select(row => (long)row).ToArray());
        var x = batch["x"].index_select(0, items);
        var values = (Queries.index_select(0, labels) * (_module.Norm is { } norm ? norm.call(x) : x)).sum(1);
        return new(request.Rows, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["y"] = values });
    }

    public IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch) =>
        OwnWeight == 0 ? [] : [new("own", OwnWeight, Queries.sum())];

    public IModel Clone()
    {
        var copy = new LineModel(new double[Classes, 2], _module.Norm is not null);
        copy.Module.load_state_dict(Module.state_dict());
        return copy;
    }

    public void Dispose() => _module.Dispose();

    private sealed class LineModule : nn.Module
    {
        private readonly Embedding _embedding;

        public LineModule(Tensor queries, bool normalises)
            : base("line")
        {
            _embedding = nn.Embedding(queries.shape[0], queries.shape[1], dtype: ScalarType.Float64);
            _embedding.weight = new(queries);
            register_module("queries", _embedding);
            register_buffer("mean", Mean);
            register_buffer("counter", Counter);
            if (!normalises) return;
            Norm = nn.BatchNorm1d(2, affine: false, dtype: ScalarType.Float64);
            register_module("norm", Norm);
        }

        public Parameter Queries
        {
            get => _embedding.weight!;
            set => _embedding.weight = value;
        }

        public BatchNorm1d? Norm { get; }

        public Tensor Mean { get; } = zeros(1, dtype: ScalarType.Float64);

        public Tensor Counter { get; } = zeros(1, dtype: ScalarType.Int64);
    }
}
