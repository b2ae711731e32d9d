namespace PluginHost.Training;

/// <summary>The stream of a job, laid out and held to what training and testing need, with the samples that it goes without.</summary>
/// <param name="Planned">The job's stream before a strategy arranged it.</param>
/// <param name="Stream">The stream to run.</param>
/// <param name="Samples">Where its samples come from; owned by the caller.</param>
/// <param name="Skipped">Samples that the stream goes without because they cannot be used.</param>
/// <param name="Record">What the samples hold, for the saved state.</param>
public sealed record StreamLayout(
    LearningStream Planned, LearningStream Stream, SampleStore Samples, IReadOnlyList<FaultySample> Skipped, SampleRecord Record)
{
    /// <summary>Lays the stream out. Reads every sample first if the options ask for it.</summary>
    /// <param name="parts">The parts of the job, the data set prepared.</param>
    /// <param name="fits">Whether an extractor that learns does so; otherwise features only have their shapes.</param>
    /// <param name="cancellationToken">Ends the reading of samples.</param>
    /// <returns>The layout.</returns>
    /// <exception cref="JobException">The options do not fit the data, a class has no sample, or samples cannot be used.</exception>
    public static StreamLayout Of(JobParts parts, bool fits, CancellationToken cancellationToken)
    {
        var planned = Plan(parts);
        if (planned.Experiences.Count == 0)
        {
            throw new JobException(new Finding
            {
                Code = "CE0109",
                Where = "benchmark",
                What = "The benchmark makes a stream without any experience",
                Expected = "at least one experience",
            });
        }

        var stream = Arranged(parts, planned);
        if (fits) FeatureFitting.Fit(parts, stream, cancellationToken);
        var record = new SampleRecord(Path.Combine(parts.Run.Directory, "checkpoints"), stream);
        var samples = Store(parts, stream, (long)parts.Options.CacheMegabytes << 20, record);
        try
        {
            var before = parts.Run.Resume ? record.ReadSkipped() : null;
            var faulty = before is not null ? StillSkipped(parts, stream, before, cancellationToken)
                : parts.Options.Data.ReadsAll ? Read(parts, stream, samples, cancellationToken)
                : [];
            record.Skipped = faulty;
            if (faulty.Count > 0)
            {
                var left = faulty.Select(each => each.Sample.Id).ToHashSet(StringComparer.Ordinal);
                planned = Without(planned, left);
                stream = Without(stream, left);
            }

            var needsValidation = parts.TestsUseValidation || parts.Options.Selection.Mode == SelectionMode.Best;
            Finding[] findings = [.. StreamCheck.Check(stream, planned, needsValidation)];
            if (findings.Length > 0) throw new JobException([.. findings, .. faulty.SelectMany(each => each.Findings)]);
            return new(planned, stream, samples, faulty, record);
        }
        catch
        {
            samples.Dispose();
            throw;
        }
    }

    /// <summary>Reads every sample of the stream once, and reports what they hold as a table.</summary>
    /// <param name="parts">The parts of the job, the data set prepared.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>How many samples the stream has, and those that cannot be used.</returns>
    /// <exception cref="JobException">The options do not fit the data.</exception>
    public static (int Samples, IReadOnlyList<FaultySample> Faulty) ReadAll(JobParts parts, CancellationToken cancellationToken)
    {
        var stream = Arranged(parts, Plan(parts));
        using var samples = Store(parts, stream, capacity: 0);
        var all = stream.AllSamples();
        var survey = new SampleSurvey(parts.Dataset);
        var faulty = new DataCheck(samples, Readers(parts), parts.Events, survey).Read(all, cancellationToken);
        parts.Events.Publish(survey.Table(all, faulty.Select(each => each.Sample.Id).ToHashSet(StringComparer.Ordinal)));
        return (all.Count, faulty);
    }

    private static SampleStore Store(JobParts parts, LearningStream stream, long capacity, SampleRecord? record = null) => new(
        parts.Dataset, stream.ClassNames, parts.Features, capacity, parts.Task, record, parts.Calls, keepFrames: parts.Model is IPictureInput);

    private static LearningStream Plan(JobParts parts) =>
        parts.Calls.Do(parts.Benchmark, nameof(IBenchmark.Build), () => parts.Benchmark.Build(parts.Dataset, parts.Random));

    private static LearningStream Arranged(JobParts parts, LearningStream planned) =>
        parts.Strategies.OfType<IStreamPlan>().FirstOrDefault() is { } plan
            ? parts.Calls.Do(plan, nameof(IStreamPlan.Arrange), () => plan.Arrange(planned))
            : planned;

    private static int Readers(JobParts parts) => Math.Max(parts.Run.Threads, parts.Options.LoaderThreads);

    private static IReadOnlyList<FaultySample> Read(
        JobParts parts, LearningStream stream, SampleStore samples, CancellationToken cancellationToken)
    {
        var all = stream.AllSamples();
        var faulty = new DataCheck(samples, Readers(parts), parts.Events).Read(all, cancellationToken);
        if (faulty.Count == 0) return faulty;
        if (parts.Options.Data.Faulty == FaultyPolicy.Stop) throw new JobException([.. faulty.SelectMany(each => each.Findings)]);
        Warn(parts, faulty);
        Warn(parts, $"{faulty.Count} of {all.Count} samples cannot be used; the stream goes without them.");
        return faulty;
    }

    // The saved state says which samples the run began without. All others are compared with what they held when they are read again.
    private static IReadOnlyList<FaultySample> StillSkipped(
        JobParts parts, LearningStream stream, IReadOnlyList<FaultySample> before, CancellationToken cancellationToken)
    {
        if (before.Count == 0) return before;
        Warn(parts, before);
        Warn(parts, $"{before.Count} of {stream.AllSamples().Count} samples could not be used when the run began; it goes on without them.");
        var ids = before.Select(each => each.Sample.Id).ToHashSet(StringComparer.Ordinal);
        // In a store of their own, behind one that the run uses, which says what sizes are right.
        SampleInfo[] looked = [.. stream.AllSamples().Where(sample => !ids.Contains(sample.Id)).Take(1), .. before.Select(each => each.Sample)];
        using var samples = Store(parts, stream, capacity: 0);
        var still = new DataCheck(samples, Readers(parts), parts.Events).Read(looked, cancellationToken).Select(each => each.Sample.Id);
        var whole = ids.Except(still, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (whole.Length > 0)
        {
            Warn(parts, $"Samples that were skipped are whole by now: {string.Join(", ", whole)}. The run still goes without them, so that its "
                + "numbers are those of an uninterrupted run; begin a new run to use them.");
        }

        return before;
    }

    private static void Warn(JobParts parts, IEnumerable<FaultySample> skipped)
    {
        foreach (var finding in skipped.SelectMany(each => each.Findings)) Warn(parts, $"Skipped: {finding}");
    }

    private static void Warn(JobParts parts, string text) =>
        parts.Events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = text });

    private static LearningStream Without(LearningStream stream, HashSet<string> left) => stream with
    {
        Experiences =
        [
            .. stream.Experiences.Select(each => each with
            {
                Train = Without(each.Train, left),
                Validation = Without(each.Validation, left),
                Test = Without(each.Test, left),
            }),
        ],
    };

    private static IReadOnlyList<SampleInfo> Without(IReadOnlyList<SampleInfo> samples, HashSet<string> left) =>
        [.. samples.Where(sample => !left.Contains(sample.Id))];
}
