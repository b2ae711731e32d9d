using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Pipeline;

/// <summary>Seventh stage: asks every component that can tell whether it will be able to work here, such as for want of a GPU.</summary>
internal static class CheckStage
{
    /// <summary>Asks; what a component finds is placed at its options in the job.</summary>
    public static FindingList Check(ComposedJob composed)
    {
        var findings = new FindingList();
        var json = composed.Job.Json;
        foreach (var component in composed.Components)
        {
            if (component.Instance is not ISelfCheck check) continue;
            try
            {
                using var scope = component.Plugin!.Context.EnterContextualReflection();
                foreach (var finding in check.Check())
                    findings.Add(
                        finding with
                        {
                            Where = json.Where(finding.Where.Length == 0 ? component.Path : component.OptionPath(finding.Where)),
                        });
            }
            catch (Exception exception)
            {
                var what = $"the self-check of {component} failed: {exception.Message}";
                findings.Error(FindingCodes.CheckFailed, json.Where(component.Path), what, cause: exception);
            }
        }

        return findings;
    }
}
