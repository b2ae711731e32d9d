namespace PluginHost.Contracts;

/// <summary>The job or its input is at fault: the findings say how. The host prints them without a stack trace and exits with code 2.</summary>
public sealed class JobException : Exception
{
    /// <summary>Creates the exception from findings.</summary>
    /// <param name="findings">At least one finding.</param>
    public JobException(params IReadOnlyList<Finding> findings)
        : base(string.Join(Environment.NewLine, findings)) => Findings = findings;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings { get; }
}
