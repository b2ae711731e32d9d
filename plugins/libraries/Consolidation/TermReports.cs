using System.Globalization;

namespace PluginHost.Consolidation;

/// <summary>Says how much a term weighs beside the base loss.</summary>
public static class TermReports
{
    /// <summary>In the last step of a phase, publishes a message with a term's value and weight beside the base loss.</summary>
    /// <param name="loss">The step, with the term in it.</param>
    /// <param name="name">The term's name.</param>
    /// <exception cref="InvalidOperationException">The loss has no such term.</exception>
    public static void ReportAtEndOfPhase(this LossContext loss, string name)
    {
        if (loss.Step.Step + 1 < loss.Step.TotalSteps) return;
        var term = loss.Terms.First(each => each.Name == name);
        var beside = loss.Terms[0].Name == "base" ? $", beside a base loss of {Number(loss.Terms[0].Value.ToDouble())}" : "";
        var value = term.Value.ToDouble();
        loss.Learning.Events.Publish(new MessageReported
        {
            Text = $"The term '{name}' at the end of phase '{loss.Step.Phase.Name}': {Number(term.Weight)} x {Number(value)} "
                + $"= {Number(term.Weight * value)}{beside}.",
        });
    }

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
