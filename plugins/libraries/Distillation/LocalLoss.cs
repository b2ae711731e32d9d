namespace PluginHost.Distillation;

/// <summary>The base loss in which only new classes compete, as in LwF: old scores are left to distillation.</summary>
public static class LocalLoss
{
    /// <summary>
    /// Puts the loss among the experience's new classes in the place of the base loss. Nothing changes in the first experience, in one without
    /// new classes and in a phase with a base loss of its own.
    /// </summary>
    /// <param name="loss">The step.</param>
    public static void UseLocalLoss(this LossContext loss)
    {
        var context = loss.Learning;
        if (loss.Step.Phase.BaseLoss is not null || context.FirstNewLabel == 0 || context.Experience.NewClasses.Count == 0) return;
        loss.SetBase(1, context.Task.RowLoss(loss.Student, loss.Batch, context.Experience.NewClasses).mean());
    }
}
