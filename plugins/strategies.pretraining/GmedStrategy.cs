using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.PairStrategies;

/// <summary>
/// GMED (Jin et al., "Gradient-based editing of memory examples for online task-free continual learning", NeurIPS 2021): replayed inputs
/// are edited so that a virtual step on the incoming batch would raise their loss more: x + rate d/dx [l(after) - (1 + beta) l(before)].
/// </summary>
/// <remarks>
/// Edits serve the step in which they are made; the memory keeps its samples as they are (ours). No value moves by more than the bound.
/// </remarks>
/// <param name="options">The options.</param>
[Component("gmed")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "unlabelled pairs of sound and pictures; online")]
[Evidence("BaselineTests.An_edit_raises_what_a_virtual_step_adds_to_the_loss_and_keeps_its_bound")]
[Needs<ICrossModalEmbeddings>("spectrogram and pictures of pairs are edited")]
public sealed class GmedStrategy(GmedOptions options) : OnlineReplayStrategy(options)
{
    private static readonly string[] s_inputs = [AudioVisualKeys.Spectrogram, AudioVisualKeys.Pictures];
    private readonly GmedOptions _options = options;

    /// <inheritdoc/>
    public override Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        using var replay = ReplayBatch.Draw(context, step, _options.BatchSize ?? batch.Size, "gmed");
        if (replay is null) return batch;
        Edit(context, batch, replay.Batch);
        return Batch.Join(batch, replay.Batch);
    }

    /// <summary>Edits the inputs of a replayed batch.</summary>
    /// <param name="context">The learning context, within a phase.</param>
    /// <param name="incoming">The batch of the virtual step.</param>
    /// <param name="replayed">The batch to edit.</param>
    internal void Edit(ILearningContext context, Batch incoming, Batch replayed)
    {
        Tensor[] before = Gradients(context, replayed);
        Tensor[] after;
        using (new VirtualStep(context, incoming, rate: null)) after = Gradients(context, replayed);
        for (var i = 0; i < s_inputs.Length; i++)
        {
            var move = ((after[i] - (before[i] * (1 + _options.Regularisation))) * _options.Rate).clamp(-_options.Bound, _options.Bound);
            replayed[s_inputs[i]] = replayed[s_inputs[i]] + move;
        }
    }

    // Of the sum over rows of their losses, by each input.
    private static Tensor[] Gradients(ILearningContext context, Batch batch)
    {
        using var enabled = enable_grad();
        Tensor[] inputs = [.. s_inputs.Select(key => batch[key].detach().clone().requires_grad_())];
        var others = batch.Tensors.Where(pair => !s_inputs.Contains(pair.Key, StringComparer.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value.clone(), StringComparer.Ordinal);
        for (var i = 0; i < s_inputs.Length; i++) others[s_inputs[i]] = inputs[i].alias();
        using var leaf = new Batch(batch.Draws, others);
        var loss = context.Task.RowLoss(context.Model.Forward(leaf, ForwardRequest.Predictions), leaf).sum();
        return [.. autograd.grad([loss], inputs)];
    }
}

/// <summary>Options of GMED.</summary>
public sealed class GmedOptions : OnlineReplayOptions
{
    /// <summary>Rate of an edit.</summary>
    [Range(0.0, 1e6)]
    public double Rate { get; set; } = 1;

    /// <summary>beta: how much an edit lowers the loss of before.</summary>
    [Range(0.0, 1000.0)]
    public double Regularisation { get; set; } = 0.01;

    /// <summary>The most that a value moves.</summary>
    [Range(0.0, 1e6)]
    public double Bound { get; set; } = 0.1;
}
