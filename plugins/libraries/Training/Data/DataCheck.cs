namespace PluginHost.Training;

/// <summary>A sample that cannot be used.</summary>
/// <param name="Sample">The sample.</param>
/// <param name="Findings">Why.</param>
public sealed record FaultySample(SampleInfo Sample, IReadOnlyList<Finding> Findings);

/// <summary>Reads every sample of a stream once, on several threads, and collects all that cannot be used.</summary>
/// <param name="samples">Where samples are loaded.</param>
/// <param name="threads">How many threads read.</param>
/// <param name="events">Takes the progress.</param>
public sealed class DataCheck(SampleStore samples, int threads, IRunEvents events)
{
    private const int MostEvents = 200;

    /// <summary>Every sample that a stream uses, each once, in the order of the stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <returns>The samples.</returns>
    public static IReadOnlyList<SampleInfo> Of(LearningStream stream) =>
    [
        .. stream.Experiences.SelectMany(each => each.Train.Concat(each.Validation).Concat(each.Test))
            .DistinctBy(sample => sample.Id, StringComparer.Ordinal),
    ];

    /// <summary>Reads samples. Those that are good stay loaded if all of them can.</summary>
    /// <param name="all">The samples.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Those that cannot be used, in the order of <paramref name="all"/>; the same for any number of threads.</returns>
    /// <exception cref="OperationCanceledException">The reading is to end.</exception>
    public IReadOnlyList<FaultySample> Read(IReadOnlyList<SampleInfo> all, CancellationToken cancellationToken)
    {
        var faults = new IReadOnlyList<Finding>?[all.Count];
        var keeps = all.Count <= samples.Capacity;
        // One by one up to the first good sample, which says for all others what sizes are right.
        var begun = 0;
        while (begun < all.Count && (faults[begun] = Look(all[begun], keeps)) is not null) begun++;
        if (begun < all.Count) ReadRest(all, begun + 1, keeps, faults, cancellationToken);
        Report(all.Count, all.Count);
        return [.. all.Zip(faults).Where(pair => pair.Second is not null).Select(pair => new FaultySample(pair.First, pair.Second!))];
    }

    private void ReadRest(
        IReadOnlyList<SampleInfo> all, int first, bool keeps, IReadOnlyList<Finding>?[] faults, CancellationToken cancellationToken)
    {
        var (next, done, every) = (first, first, Math.Max(1, all.Count / MostEvents));
        Exception? failure = null;
        var number = Math.Clamp(all.Count - first, 1, threads);
        Thread[] readers =
            [.. Enumerable.Range(0, number).Select(i => new Thread(ReadSome) { IsBackground = true, Name = $"data check {i}" })];
        foreach (var reader in readers) reader.Start();
        foreach (var reader in readers) reader.Join();
        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);

        void ReadSome()
        {
            try
            {
                // As the loader's threads do: many readers, each with one thread of libtorch.
                set_num_threads(1);
                while (!cancellationToken.IsCancellationRequested && Volatile.Read(ref failure) is null)
                {
                    var place = Interlocked.Increment(ref next) - 1;
                    if (place >= all.Count) return;
                    faults[place] = Look(all[place], keeps);
                    if (Interlocked.Increment(ref done) is var count && count % every == 0) Report(count, all.Count);
                }
            }
            catch (Exception exception)
            {
                Volatile.Write(ref failure, exception);
            }
        }
    }

    private IReadOnlyList<Finding>? Look(SampleInfo sample, bool keeps)
    {
        try
        {
            if (keeps) samples.Get(sample);
            else samples.Try(sample);
            return null;
        }
        catch (JobException exception)
        {
            return exception.Findings;
        }
    }

    private void Report(int done, int total) =>
        events.Publish(new ProgressReported { Activity = "reading samples", Done = done, Total = total, Unit = "samples" });
}
