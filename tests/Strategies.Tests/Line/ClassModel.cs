using TorchSharp.Modules;

namespace PluginHost.Strategies.Tests.Line;

/// <summary>Class scores W x in double precision: softmax regression without biases.</summary>
internal sealed class ClassModel : IModel, ILogitPrediction
{
    private readonly Scores _module;

    public ClassModel(double[,] weight)
    {
        _module = new(tensor(weight));
    }

    public nn.Module Module => _module;

    public int Classes => (int)Weight.shape[0];

    public Parameter Weight => _module.Layer.weight!;

    public IReadOnlyList<ParameterGroup> ParameterGroups => [new("head", [Weight])];

    public void Build(ModelSpec spec)
    {
    }

    public void Grow(int classes, long seed)
    {
        using var noGrad = no_grad();
        _module.Layer.weight = new(cat([Weight.detach(), full(classes - Classes, 2, 0.5, ScalarType.Float64)], 0));
    }

    public void Set(double[,] weight)
    {
        using var noGrad = no_grad();
        Weight.copy_(tensor(weight));
    }

    public ModelOutput Forward(Batch batch, ForwardRequest request) => new(
        request.Rows,
        new Dictionary<string, Tensor>(StringComparer.Ordinal) { [OutputKeys.Logits] = _module.Layer.call(batch["x"]) });

    public IModel Clone()
    {
        var copy = new ClassModel(new double[Classes, 2]);
        copy.Module.load_state_dict(Module.state_dict());
        return copy;
    }

    public void Dispose() => _module.Dispose();

    private sealed class Scores : nn.Module
    {
        public Scores(Tensor weight)
            : base("scores")
        {
            Layer = nn.Linear(weight.shape[1], weight.shape[0], hasBias: false, dtype: ScalarType.Float64);
            Layer.weight = new(weight);
            register_module("layer", Layer);
        }

        public Linear Layer { get; }
    }
}

/// <summary>Cross-entropy, and distillation of the scores that both know.</summary>
internal sealed class ClassTask : LineTask
{
    public override Tensor RowLoss(ModelOutput output, Batch batch, IReadOnlyList<int>? among = null)
    {
        var logits = output[OutputKeys.Logits];
        var labels = batch.Labels();
        int[] classes = [.. among ?? [.. Enumerable.Range(0, (int)logits.shape[1])]];
        var log = logits.index_select(1, tensor(classes.Select(label => (long)label).ToArray())).log_softmax(1);
        var losses = labels.Select((label, row) => Array.IndexOf(classes, label) is >= 0 and var column
            ? -log[row, column]
            : zeros([], dtype: ScalarType.Float64));
        return stack([.. losses]);
    }

    public override Tensor RowDistillation(ModelOutput student, ModelOutput teacher, Batch batch, double temperature = 1)
    {
        var taught = teacher[OutputKeys.Logits];
        var known = student.Pick(OutputKeys.Logits, teacher.Rows).narrow(1, 0, taught.shape[1]);
        return -((taught / temperature).softmax(1) * (known / temperature).log_softmax(1)).sum(1);
    }
}
