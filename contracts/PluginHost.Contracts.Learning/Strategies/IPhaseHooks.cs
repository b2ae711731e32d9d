namespace PluginHost.Contracts.Learning;

/// <summary>Hooks around a phase of training.</summary>
public interface IPhaseHooks
{
    /// <summary>Called before a phase.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="phase">The phase.</param>
    void BeginPhase(ILearningContext context, Phase phase)
    {
    }

    /// <summary>Called after a phase.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="phase">The phase.</param>
    void EndPhase(ILearningContext context, Phase phase)
    {
    }
}
