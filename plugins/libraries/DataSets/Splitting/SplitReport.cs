using PluginHost.Contracts;

namespace PluginHost.DataSets.Splitting;

/// <summary>Tells a run how a set was divided, and stops it where a class cannot be used.</summary>
public static class SplitReport
{
    /// <param name="name">The set's name.</param>
    /// <param name="lists">The divided samples.</param>
    /// <param name="where">The option to name as the place of a problem.</param>
    /// <param name="events">Takes the balance and the warnings.</param>
    /// <exception cref="JobException">A class has no sample to train or to test with.</exception>
    public static void Publish(string name, SampleLists lists, string where, IRunEvents events)
    {
        var findings = lists.Check(where).ToArray();
        if (Array.Exists(findings, finding => finding.Severity == FindingSeverity.Error))
            throw new JobException([.. findings.Where(finding => finding.Severity == FindingSeverity.Error)]);
        events.Publish(new MessageReported { Severity = FindingSeverity.Note, Text = $"{name}: {lists.Balance()}" });
        foreach (var finding in findings)
            events.Publish(new MessageReported { Severity = finding.Severity, Text = $"{name}: {finding.What}. {finding.Fix}" });
    }
}
