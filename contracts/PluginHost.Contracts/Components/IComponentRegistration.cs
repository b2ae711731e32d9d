namespace PluginHost.Contracts;

/// <summary>States what a component needs from, and offers to, the other components of a job.</summary>
/// <remarks>
/// Every interface that the component class implements counts as offered. The host compares needs with offers while composing, before
/// anything runs, and names every gap.
/// </remarks>
public interface IComponentRegistration
{
    /// <summary>One line for people, shown by <c>plugins list</c> and <c>plugins inspect</c>.</summary>
    /// <param name="text">The line, without a final period.</param>
    /// <returns>This registration.</returns>
    IComponentRegistration Describe(string text);

    /// <summary>States that some component of the job must implement a capability interface.</summary>
    /// <typeparam name="TCapability">The capability, for instance <c>IClassQueries</c>.</typeparam>
    /// <param name="why">What it is needed for, in words that fit after "because"; shown when it is missing.</param>
    /// <returns>This registration.</returns>
    IComponentRegistration Needs<TCapability>(string why)
        where TCapability : class;
}
