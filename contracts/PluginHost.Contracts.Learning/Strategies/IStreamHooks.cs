namespace PluginHost.Contracts.Learning;

/// <summary>Hooks around the whole stream.</summary>
public interface IStreamHooks
{
    /// <summary>Called once before the first increment; also first thing in a resumed run, before state is restored.</summary>
    /// <param name="context">The learning context.</param>
    void BeginStream(ILearningContext context)
    {
    }

    /// <summary>Called once after the last increment.</summary>
    /// <param name="context">The learning context.</param>
    void EndStream(ILearningContext context)
    {
    }
}
