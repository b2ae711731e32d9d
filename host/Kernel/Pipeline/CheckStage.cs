using PluginHost.Contracts;
using PluginHost.Findings;

namespace PluginHost.Pipeline;

/// <summary>Seventh stage: asks every component that can tell whether it will be able to work here, such as for want of a GPU.</summary>
internal static class CheckStage
{
    /// <summary>Asks; what a component finds is placed at its options in the job.</summary>
    /// <param name="composed">The job.</param>
    /// <param name="except">A component that is not asked; <see langword="null"/> to ask all.</param>
    public static FindingList Check(ComposedJob composed, object? except = null)
    {
        var findings = new FindingList();
        var json = composed.Job.Json;
        foreach (var component in composed.Components)
        {
            if (component.Instance is not ISelfCheck check || component.Instance == except) continue;
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

    /// <summary>Lets the engine check what comes before training, if it can.</summary>
    /// <param name="composed">The job, whose components found nothing wrong.</param>
    /// <param name="parts">What to check.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public static async Task<FindingList> CheckJobAsync(ComposedJob composed, CheckedParts parts, CancellationToken cancellationToken)
    {
        var findings = new FindingList();
        var component = composed.Components.First(component => component.Instance == composed.Engine);
        var where = composed.Job.Json.Where(component.Path);
        if (composed.Engine is not IJobCheck check)
        {
            findings.Add(new Finding
            {
                Code = FindingCodes.CheckedByRunOnly,
                Severity = parts.HasFlag(CheckedParts.Samples) ? FindingSeverity.Error : FindingSeverity.Note,
                Where = where,
                What = $"not checked: {component} prepares neither data nor model before a run",
            });
            return findings;
        }

        try
        {
            using var scope = component.Plugin!.Context.EnterContextualReflection();
            foreach (var finding in await check.CheckAsync(parts, cancellationToken))
                findings.Add(finding with { Where = Place(composed, finding.Where) });
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            findings.Error(FindingCodes.CheckFailed, where, $"the check of {component} failed: {exception.Message}", cause: exception);
        }

        return findings;
    }

    /// <summary>A path in the job with its file and line; another place, such as a sample, as it is.</summary>
    public static string Place(ComposedJob composed, string where)
    {
        var json = composed.Job.Json;
        var end = where.IndexOfAny(['.', '[']);
        return json.Root.ContainsKey(end < 0 ? where : where[..end]) ? json.Where(where) : where;
    }
}
