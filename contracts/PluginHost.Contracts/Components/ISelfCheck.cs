namespace PluginHost.Contracts;

/// <summary>A component that can tell before the run whether it will be able to work: files there, programs installed, device present.</summary>
/// <remarks>
/// The host asks every component of a job after composing it and reports all findings at once; <c>validate</c> stops there. The check must be
/// quick (seconds), must not start the real work and must not throw for anything it can say in a finding.
/// </remarks>
public interface ISelfCheck
{
    /// <summary>Returns everything that would make the run fail or surprise.</summary>
    /// <returns>Findings whose <see cref="Finding.Where"/> is the path inside the component's options, or empty for the component itself.</returns>
    IEnumerable<Finding> Check();
}
