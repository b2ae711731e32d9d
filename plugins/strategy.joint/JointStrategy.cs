namespace PluginHost.Plugins.Joint;

/// <summary>Merges all experiences into one, with their training budgets added up: a fresh model learns every class at once.</summary>
public sealed class JointStrategy : IStrategy, IStreamPlan
{
    /// <inheritdoc/>
    public bool UsesMemory => false;

    /// <inheritdoc/>
    public ClassStream Arrange(ClassStream stream) => stream with
    {
        Experiences =
        [
            new()
            {
                FirstLabel = stream.Experiences[0].FirstLabel,
                Count = stream.Experiences.Sum(experience => experience.Count),
                Merged = stream.Experiences.Sum(experience => experience.Merged),
            },
        ],
    };
}
