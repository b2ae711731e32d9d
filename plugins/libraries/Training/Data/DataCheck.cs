namespace PluginHost.Training;

/// <summary>A sample that cannot be used.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Findings">Why.</param>
public sealed record FaultySample(SampleInfo Sample, IReadOnlyList<Finding> Findings);

/// <summary>Reads every sample of a stream once, on several threads, and collects all that cannot be used.</summary>
/// <param name="samples">Where samples are loaded.</param>
/// <param name="threads">How many threads read.</param>
/// <param name="events">Takes the progress.</param>
/// <param name="survey">Takes note of what the samples hold, if that is to be told.</param>
public sealed class DataCheck(SampleStore samples, int threads, IRunEvents events, SampleSurvey? survey = null)
{
    /// <summary>Reads samples. Those that are good stay loaded while there is room.</summary>
    /// <param name="all">The samples.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Those that cannot be used, in the order of <paramref name="all"/>; the same for any number of threads.</returns>
    /// <exception cref="OperationCanceledException">The reading is to end.</exception>
    public IReadOnlyList<FaultySample> Read(IReadOnlyList<SampleInfo> all, CancellationToken cancellationToken)
    {
        var faults = new IReadOnlyList<Finding>?[all.Count];
        // One by one up to the first good sample, which says for all others what sizes are right.
        var begun = 0;
        while (begun < all.Count && (faults[begun] = Look(all[begun])) is not null) begun++;
        if (begun < all.Count)
            ParallelReading.Each(begun + 1, all.Count, threads, place => faults[place] = Look(all[place]), Report, cancellationToken);
        Report(all.Count);
        return [.. all.Zip(faults).Where(pair => pair.Second is not null).Select(pair => new FaultySample(pair.First, pair.Second!))];

        void Report(int done) =>
            events.Publish(new ProgressReported { Activity = "reading samples", Done = done, Total = all.Count, Unit = "samples" });
    }

    private IReadOnlyList<Finding>? Look(SampleInfo sample)
    {
        try
        {
            samples.Try(sample, survey is null ? null : survey.Note);
            return null;
        }
        catch (JobException exception)
        {
            return exception.Findings;
        }
    }
}
