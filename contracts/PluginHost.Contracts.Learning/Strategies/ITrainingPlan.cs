namespace PluginHost.Contracts.Learning;

/// <summary>Edits the training list of an increment's main phase.</summary>
public interface ITrainingPlan
{
    /// <summary>Chooses what to train on.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="proposed">New samples, repeated, and exemplars if the strategy uses memory.</param>
    /// <returns>The list to use; not empty.</returns>
    IReadOnlyList<TrainingEntry> Choose(ILearningContext context, IReadOnlyList<TrainingEntry> proposed);
}
