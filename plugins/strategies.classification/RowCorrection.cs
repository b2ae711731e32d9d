using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>What makes up for new classes having more samples than old ones, in a classifier over joined features.</summary>
public enum RowCorrection
{
    /// <summary>A second phase trains the classifier alone on as many samples of each class.</summary>
    [JsonStringEnumMemberName("retraining")]
    Retraining,

    /// <summary>New rows are scaled to the mean length of old ones where they are longer.</summary>
    [JsonStringEnumMemberName("alignment")]
    Alignment,

    /// <summary>Nothing.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}

/// <summary>Options of networks that grow by parts.</summary>
public abstract class GrowingPartsOptions
{
    /// <summary>Weight of the auxiliary loss; 1 in the originals.</summary>
    [Range(0.0, 1000.0)]
    public double AuxiliaryWeight { get; set; } = 1;

    /// <summary>What makes up for the larger number of new samples: retraining (DER's paper), alignment (PyCIL, MEMO's code) or none.</summary>
    public RowCorrection Correction { get; set; }

    /// <summary>Steps of retraining per step of training; 50 of 170 epochs in DER's released code.</summary>
    [Range(0.001, 100.0)]
    public double RetrainingShare { get; set; } = 50.0 / 170;

    /// <summary>Softens scores while the classifier is retrained; 5 in DER's released code.</summary>
    [Range(1e-3, 1000.0)]
    public double RetrainingTemperature { get; set; } = 5;

    /// <summary>Optimizer of retraining; that of DER's released code: sgd, rate 0.05, momentum 0.9, weight decay 0.0005.</summary>
    public OptimizerSettings Retraining { get; set; } = new() { Type = OptimizerType.Sgd, Rate = 0.05, Momentum = 0.9, WeightDecay = 5e-4 };

    /// <summary>The phases of an experience: the engine's, and retraining where it is wanted.</summary>
    internal IReadOnlyList<Phase> Plan(ILearningContext context, Phase main)
    {
        var share = Correction == RowCorrection.Retraining ? RetrainingShare : 0;
        var phases = BalancedPhase.Behind(context, main, share, Retraining, "parts.balanced");
        if (phases.Count == 1) return phases;
        return [main, phases[1] with { ParameterGroups = ["head"], EvalMode = true, BaseLoss = Softened }];
    }

    /// <summary>Aligns rows after an experience where that is wanted.</summary>
    internal void Align(ILearningContext context)
    {
        if (Correction == RowCorrection.Alignment && context.AlignsRows())
            WeightAlignment.Align(((IClassifierHead)context.Model).Weight, context.FirstNewLabel);
    }

    /// <summary>
    /// Adds the loss of the auxiliary classifier: old classes together are output 0, new ones 1, 2 and so on. Retraining goes without it.
    /// </summary>
    internal void AddAuxiliary(LossContext loss, JoinedClassifier joined)
    {
        if (loss.Step.Phase.Name == BalancedPhase.Name) return;
        var firstNew = loss.Learning.SeenLabels - (joined.AuxiliaryOutputs - 1);
        long[] targets = [.. loss.Batch.Labels().Select(label => (long)Math.Max(0, label - firstNew + 1))];
        var scores = joined.ClassifyNewest(loss.Student[OutputKeys.Features]);
        loss.Add("auxiliary", AuxiliaryWeight, nn.functional.cross_entropy(scores, tensor(targets, device: scores.device)));
    }

    private Tensor Softened(LossContext loss)
    {
        var scores = loss.Student[OutputKeys.Logits] / RetrainingTemperature;
        return loss.Learning.Task.RowLoss(loss.Student.WithLogits(scores), loss.Batch).mean();
    }
}
