using TorchSharp.Modules;

namespace PluginHost.Plugins.Memories;

/// <summary>Directions of loss gradients over all trainable parameters, as vectors of length 1 on the model's device.</summary>
/// <param name="context">The learning context.</param>
/// <param name="batch">The number of the batch that arrives, which the draws of its passes depend on.</param>
internal sealed class Directions(ILearningContext context, long batch)
{
    private const double LeastNorm = 1e-20;

    private readonly Parameter[] _parameters =
        [.. context.Model.ParameterGroups.SelectMany(group => group.Parameters).Where(parameter => parameter.requires_grad)];

    private int _passes;

    /// <summary>The direction of each sample's own loss.</summary>
    /// <param name="samples">The samples, mixed with each other.</param>
    /// <returns>Rows of a matrix (samples, parameters), in the current dispose scope; zeros where a loss has no gradient.</returns>
    public Tensor Each(IReadOnlyList<SampleInfo> samples)
    {
        var rows = new List<Tensor>();
        Pass(samples, (items, output) =>
        {
            var losses = context.Task.RowLoss(output, items);
            for (var item = 0; item < items.Size; item++)
            {
                // An item's first source is the sample it was drawn for.
                context.Model.Module.zero_grad();
                losses[item].backward(retain_graph: item + 1 < items.Size);
                rows.Add(Unit(Gradient()).DetachFromDisposeScope());
            }
        });
        var all = stack(rows, 0);
        foreach (var row in rows) row.Dispose();
        return all;
    }

    /// <summary>The direction of the mean loss of some samples.</summary>
    /// <param name="samples">The samples, mixed with each other.</param>
    /// <returns>A vector (parameters), in the current dispose scope.</returns>
    public Tensor OfMean(IReadOnlyList<SampleInfo> samples)
    {
        Tensor? sum = null;
        Pass(samples, (items, output) =>
        {
            context.Task.RowLoss(output, items).narrow(0, 0, items.Size).sum().backward();
            var gradient = Gradient();
            var total = (sum is null ? gradient : sum + gradient).DetachFromDisposeScope();
            sum?.Dispose();
            sum = total;
        });
        using var gradients = sum!;
        return Unit(gradients);
    }

    /// <summary>The largest cosine of each row with any of some directions.</summary>
    /// <param name="rows">Directions (k, parameters), or one of them (parameters).</param>
    /// <param name="others">Directions (n, parameters).</param>
    /// <returns>k cosines.</returns>
    public static double[] Nearest(Tensor rows, Tensor others)
    {
        using var scope = NewDisposeScope();
        var cosines = others.matmul((rows.dim() == 1 ? rows.unsqueeze(0) : rows).transpose(0, 1)).amax([0]);
        return cosines.to_type(ScalarType.Float64).cpu().data<double>().ToArray();
    }

    private void Pass(IReadOnlyList<SampleInfo> samples, Action<Batch, ModelOutput> visit) =>
        context.GradientPass(samples, "memory.gss-greedy", [batch, _passes++], visit);

    private static Tensor Unit(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return (gradient / gradient.norm().clamp_min(LeastNorm)).MoveToOuterDisposeScope();
    }

    private Tensor Gradient()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var parts = _parameters.Select(parameter => (parameter.grad is { } own ? own.detach() : zeros_like(parameter)).flatten());
        return cat([.. parts], 0).clone().MoveToOuterDisposeScope();
    }
}
