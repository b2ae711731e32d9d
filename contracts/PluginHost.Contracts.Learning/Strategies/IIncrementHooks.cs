namespace PluginHost.Contracts.Learning;

/// <summary>Hooks around an increment. Not called when the stream has no boundaries.</summary>
public interface IIncrementHooks
{
    /// <summary>
    /// Called in every increment but the first, before the memory takes exemplars in and the model grows: it still is the
    /// best model of the increment before, which is the time to copy a teacher.
    /// </summary>
    /// <param name="context">The learning context, already at the new increment.</param>
    void BeforeGrowth(ILearningContext context)
    {
    }

    /// <summary>Called after growth and memory insertion, before training.</summary>
    /// <param name="context">The learning context.</param>
    void BeginIncrement(ILearningContext context)
    {
    }

    /// <summary>Called after training with the chosen checkpoint loaded and before testing: fusion, importance.</summary>
    /// <param name="context">The learning context.</param>
    void EndIncrement(ILearningContext context)
    {
    }
}
