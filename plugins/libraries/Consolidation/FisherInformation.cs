using System.Text.Json.Serialization;

namespace PluginHost.Consolidation;

/// <summary>Whose gradients are squared in an estimate of the Fisher information.</summary>
public enum FisherEstimate
{
    /// <summary>Those of batches: one backward pass per batch. Gradients that point apart cancel before they are squared.</summary>
    [JsonStringEnumMemberName("batch")]
    Batch,

    /// <summary>Those of single samples, as the definition has it: one backward pass per sample.</summary>
    [JsonStringEnumMemberName("per-sample")]
    PerSample,
}

/// <summary>How the Fisher information is estimated.</summary>
/// <param name="Estimate">Whose gradients are squared.</param>
/// <param name="Samples">How many samples, evenly spread over those given; 0 for all.</param>
/// <param name="Passes">How often each is drawn.</param>
public sealed record FisherSettings(FisherEstimate Estimate, int Samples = 0, int Passes = 1);

/// <summary>
/// The diagonal of the empirical Fisher information (Kirkpatrick et al., 2017): the mean of squared gradients of the task's loss on labelled
/// samples, the model's own loss terms included.
/// </summary>
public static class FisherInformation
{
    /// <summary>Estimates it at the model's weights as they are.</summary>
    /// <param name="context">The learning context, at the end of an experience.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="purpose">What the draws depend on, beside the experience: the strategy's name.</param>
    /// <param name="settings">How to estimate.</param>
    /// <returns>The importance, owned by the caller; 0 for every parameter if there are no samples.</returns>
    /// <remarks>
    /// A sample is an item of a batch with all its rows. The model's own terms exist for whole batches only: in a per-sample estimate the
    /// gradient of the batch's terms is part of each sample's.
    /// </remarks>
    public static ParameterImportance Estimate(
        ILearningContext context, IReadOnlyList<SampleInfo> samples, string purpose, FisherSettings settings)
    {
        var module = context.Model.Module;
        var result = ParameterImportance.Zero(module);
        var chosen = Spread(samples, settings.Samples);
        var gradients = 0;
        for (var pass = 0; pass < settings.Passes; pass++)
        {
            context.GradientPass(chosen, purpose, [context.Experience.Index, pass], (batch, output) =>
            {
                var losses = settings.Estimate == FisherEstimate.Batch
                    ? [context.Task.RowLoss(output, batch).mean()]
                    : context.Task.RowLoss(output, batch).view(batch.Slots, batch.Size).mean([0]).unbind();
                var own = context.Model is IModelLoss model
                    ? model.LossTerms(output, batch).Aggregate((Tensor?)null, (sum, term) => Sum(sum, term.Value * term.Weight))
                    : null;
                for (var i = 0; i < losses.Length; i++)
                {
                    module.zero_grad();
                    Sum(own, losses[i]).backward(retain_graph: i + 1 < losses.Length);
                    result.AddSquaredGradients(module);
                    gradients++;
                }
            });
        }

        result.Divide(Math.Max(gradients, 1));
        return result;
    }

    private static IReadOnlyList<SampleInfo> Spread(IReadOnlyList<SampleInfo> all, int count) => count == 0 || count >= all.Count
        ? all
        : [.. Enumerable.Range(0, count).Select(i => all[(int)((long)i * all.Count / count)])];

    private static Tensor Sum(Tensor? sum, Tensor value) => sum is null ? value : sum + value;
}
