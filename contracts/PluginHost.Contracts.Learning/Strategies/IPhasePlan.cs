namespace PluginHost.Contracts.Learning;

/// <summary>Plans extra phases inside an increment, with their own data split and optimizers.</summary>
public interface IPhasePlan
{
    /// <summary>Plans the phases of the current increment.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="main">The phase that the engine would run alone.</param>
    /// <returns>The phases to run, in order.</returns>
    IReadOnlyList<Phase> Plan(ILearningContext context, Phase main);
}
