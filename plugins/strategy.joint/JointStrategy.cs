namespace PluginHost.Plugins.Joint;

/// <summary>Merges all increments into one, with their training budgets added up: a fresh model learns every class at once.</summary>
public sealed class JointStrategy : IStrategy, IStreamPlan
{
    /// <inheritdoc/>
    public bool UsesMemory => false;

    /// <inheritdoc/>
    public ClassStream Arrange(ClassStream stream) => stream with
    {
        Increments =
        [
            new()
            {
                FirstLabel = stream.Increments[0].FirstLabel,
                Count = stream.Increments.Sum(increment => increment.Count),
                Merged = stream.Increments.Sum(increment => increment.Merged),
            },
        ],
    };
}
