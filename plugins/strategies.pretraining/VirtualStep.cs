namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// A step of plain gradient descent on a batch that is taken back: while it lives, the model has the weights after it; then it has the very
/// weights of before, to the last bit.
/// </summary>
internal sealed class VirtualStep : IDisposable
{
    private readonly List<(Parameter Parameter, Tensor Before)> _kept = [];

    /// <summary>Takes the step, each parameter group at its rate.</summary>
    /// <param name="context">The learning context, within a phase.</param>
    /// <param name="batch">The batch on the device.</param>
    /// <param name="rate">A rate for all groups; <see langword="null"/> for that of each group's optimizer.</param>
    public VirtualStep(ILearningContext context, Batch batch, double? rate)
    {
        using var scope = NewDisposeScope();
        var trained = GradientVector.Trained(context);
        if (trained.Count == 0) return;
        var gradient = GradientVector.Of(context, batch, trained);
        using var quiet = no_grad();
        var start = 0L;
        foreach (var (group, ofGroup) in context.Optimizers)
        {
            foreach (var parameter in group.Parameters)
            {
                _kept.Add((parameter, parameter.detach().clone().DetachFromDisposeScope()));
                parameter.sub_(gradient.narrow(0, start, parameter.numel()).reshape(parameter.shape) * (rate ?? ofGroup));
                start += parameter.numel();
            }
        }
    }

    /// <summary>The loss of each row of a batch, at the weights of now, without gradient.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch on the device.</param>
    /// <returns>(rows), in the current dispose scope.</returns>
    public static Tensor RowLoss(ILearningContext context, Batch batch)
    {
        using var quiet = no_grad();
        return context.Task.RowLoss(context.Model.Forward(batch, ForwardRequest.Predictions), batch);
    }

    /// <summary>Takes the step back.</summary>
    public void Dispose()
    {
        using var quiet = no_grad();
        foreach (var (parameter, before) in _kept)
        {
            parameter.copy_(before);
            before.Dispose();
        }

        _kept.Clear();
    }
}

/// <summary>Parts of batches.</summary>
internal static class BatchRows
{
    /// <summary>Some items of a batch whose items have one source each.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="items">Which, in the order wanted.</param>
    /// <returns>A new batch, owned by the caller.</returns>
    public static Batch Take(Batch batch, IReadOnlyList<int> items)
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (key, value) in batch.Tensors)
            tensors[key] = value.index_select(0, tensor(items.Select(item => (long)item).ToArray(), device: value.device));
        return new([.. items.Select(item => batch.Draws[item])], tensors);
    }

    /// <summary>Rows from memory, as an index on a device; <see langword="null"/> if there is none.</summary>
    public static Tensor? FromMemory(Batch batch, Device device)
    {
        var rows = batch.RowsWhere(source => source.FromMemory);
        return rows.Length == 0 ? null : tensor(rows.Select(row => (long)row).ToArray(), device: device);
    }
}
