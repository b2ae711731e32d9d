namespace PluginHost.Distillation;

/// <summary>Asks a teacher that the engine keeps (<see cref="ILearningContext.Freeze"/>).</summary>
public static class Teachers
{
    /// <summary>Predicts without gradient, in the mode that the model is in; a frozen copy is in eval mode.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="batch">The batch on the device.</param>
    /// <param name="request">What is wanted.</param>
    /// <returns>The output, its tensors in the current dispose scope.</returns>
    public static ModelOutput PredictWithoutGradient(this IModel teacher, Batch batch, ForwardRequest request)
    {
        using var noGrad = no_grad();
        return teacher.Forward(batch, request);
    }

    /// <summary>The rows of a batch whose classes were learned in earlier experiences.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch.</param>
    /// <returns>Row numbers, ascending; none in the first experience and in a stream without boundaries.</returns>
    public static int[] OldRows(this ILearningContext context, Batch batch)
    {
        var firstNew = context.FirstNewLabel;
        return batch.RowsWhere(source => source.Sample.Label < firstNew);
    }

    /// <summary>Keeps certain rows of an output.</summary>
    /// <param name="output">The output; all its tensors have its rows as first dimension.</param>
    /// <param name="batchRows">Batch rows, ascending, all of them covered by the output.</param>
    /// <returns>An output that covers these rows.</returns>
    public static ModelOutput Only(this ModelOutput output, IReadOnlyList<int> batchRows) => new(
        batchRows,
        output.Tensors.Keys.ToDictionary(key => key, key => output.Pick(key, batchRows), StringComparer.Ordinal));
}
