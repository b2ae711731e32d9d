namespace PluginHost.Training;

/// <summary>
/// Checks a job as far as the first training step: what <see cref="IJobCheck"/> asks of an engine over one <see cref="StreamRun"/>.
/// </summary>
public static class StreamRehearsal
{
    /// <summary>Checks a job.</summary>
    /// <param name="parts">The parts of the job.</param>
    /// <param name="tests">Makes the engine's tests.</param>
    /// <param name="asked">What to check.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What would stop a run, and notes about what was not checked.</returns>
    public static async Task<IReadOnlyList<Finding>> CheckAsync(
        JobParts parts, Func<StreamScene, IStreamTests> tests, CheckedParts asked, CancellationToken cancellationToken)
    {
        if (!asked.HasFlag(CheckedParts.Samples) && !parts.Dataset.PreparesQuickly)
        {
            return
            [
                Note(
                    "the data set takes a while to prepare, so neither the stream nor the model was checked",
                    "`validate --data` prepares it first."),
            ];
        }

        var findings = new List<Finding>();
        if (!await Try(() => parts.Dataset.PrepareAsync(cancellationToken)).ConfigureAwait(false)) return findings;
        if (asked.HasFlag(CheckedParts.Samples))
            await Try(() => EngineThread.Run(() => findings.AddRange(Read(parts, cancellationToken)))).ConfigureAwait(false);
        if (asked.HasFlag(CheckedParts.Job) && findings.TrueForAll(finding => finding.Severity != FindingSeverity.Error))
            await Try(() => EngineThread.Run(() => findings.AddRange(Rehearse(parts, tests, cancellationToken)))).ConfigureAwait(false);
        if (!asked.HasFlag(CheckedParts.Samples))
            findings.Add(Note("samples were not read but for a few", "`validate --data` and `data check` read every one."));
        return findings;

        async Task<bool> Try(Func<Task> work)
        {
            try
            {
                await work().ConfigureAwait(false);
                return true;
            }
            catch (JobException exception)
            {
                findings.AddRange(exception.Findings);
            }
            catch (RunFailedException exception)
            {
                findings.Add(new() { Code = "CE0402", Where = "engine", What = exception.Message });
            }

            return false;
        }
    }

    private static IReadOnlyList<Finding> Rehearse(JobParts parts, Func<StreamScene, IStreamTests> tests, CancellationToken cancellationToken)
    {
        using var run = new StreamRun(parts, tests, cancellationToken, rehearses: true);
        return run.Rehearse();
    }

    private static IEnumerable<Finding> Read(JobParts parts, CancellationToken cancellationToken)
    {
        var (samples, faulty) = StreamLayout.ReadAll(parts, cancellationToken);
        var skips = parts.Options.Data.Faulty == FaultyPolicy.Skip;
        foreach (var finding in faulty.SelectMany(each => each.Findings))
            yield return skips ? finding with { Severity = FindingSeverity.Warning } : finding;
        if (faulty.Count == 0) yield break;
        yield return new()
        {
            Code = "CE0403",
            Severity = FindingSeverity.Note,
            Where = "dataset",
            What = $"{faulty.Count} of {samples} samples cannot be used",
            Fix = skips ? "The run goes without them." : "Set engine.options.data.faulty to skip to go without them.",
        };
    }

    private static Finding Note(string what, string fix) =>
        new() { Code = "CE0401", Severity = FindingSeverity.Note, Where = "dataset", What = $"Not checked: {what}", Fix = fix };
}
