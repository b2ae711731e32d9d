using TorchSharp.Modules;

namespace PluginHost.Memories.Tests;

/// <summary>A model of two weights w whose loss of a sample is w·g, with g what a test spells out: so g is the gradient.</summary>
internal sealed class SlopeModel(Func<SampleInfo, double[]> slope) : IModel
{
    private readonly SlopeModule _module = new();

    public nn.Module Module => _module;

    public int Classes => 4;

    public IReadOnlyList<ParameterGroup> ParameterGroups => [new("all", [_module.Weights])];

    public void Build(ModelSpec spec)
    {
    }

    public void Grow(int classes, long seed)
    {
    }

    public ModelOutput Forward(Batch batch, ForwardRequest request)
    {
        var slopes = stack([.. batch.RowSources.Select(source => tensor(slope(source.Sample)))], 0);
        return new(null, new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["loss"] = slopes.matmul(_module.Weights) });
    }

    public IModel Clone() => throw new InvalidOperationException();

    public void Dispose() => _module.Dispose();

    private sealed class SlopeModule : nn.Module
    {
        public SlopeModule()
            : base("slope") => register_parameter("weights", Weights);

        public Parameter Weights { get; } = new(tensor(new[] { 0.3, -0.2 }));
    }
}
