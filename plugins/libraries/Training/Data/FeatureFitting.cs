using System.Collections.Concurrent;

namespace PluginHost.Training;

/// <summary>
/// Lets an extractor that learns from the job's own pictures do so: once, from samples of the first experience. What it learned lies in the run's
/// folder, as a .safetensors file, and is taken from there when the run goes on or is used.
/// </summary>
public static class FeatureFitting
{
    /// <summary>Where the file lies in the run's folder.</summary>
    public const string FileName = "features/fitted.safetensors";

    /// <summary>The extractor of a job, if it is frozen from the start: one whose features may be kept beside the data.</summary>
    /// <param name="parts">The parts of the job.</param>
    /// <returns>The extractor, or <see langword="null"/> if there is none or it learns in each run.</returns>
    public static IFeatureExtractor? Frozen(JobParts parts) => parts.Features is IFittedFeatures ? null : parts.Features;

    /// <summary>Fits the extractor, or gives it what it learned before. Does nothing where it does not learn.</summary>
    /// <param name="parts">The parts of the job, the data set prepared.</param>
    /// <param name="stream">The stream to run.</param>
    /// <param name="cancellationToken">Stops the work; nothing is kept.</param>
    /// <exception cref="JobException">There are no pictures to learn from, or what was learned before is damaged or another extractor's.</exception>
    /// <exception cref="RunFailedException">What was learned cannot be written.</exception>
    public static void Fit(JobParts parts, LearningStream stream, CancellationToken cancellationToken)
    {
        if (parts.Features is not IFittedFeatures extractor) return;
        using var scope = NewDisposeScope();
        var file = Path.Combine(parts.Run.Directory, FileName);
        if (File.Exists(file))
        {
            Restore(parts, extractor, file);
            return;
        }

        var frames = Pictures(parts, stream.Experiences[0].Train, extractor.FitSamples, cancellationToken);
        try
        {
            parts.Calls.Do(extractor, nameof(IFittedFeatures.Fit), () => extractor.Fit(frames, parts.Random, cancellationToken));
        }
        finally
        {
            foreach (var tensor in frames) tensor.Dispose();
        }

        var weights = parts.Calls.Do(extractor, nameof(IFittedFeatures.Weights), extractor.Weights);
        AtomicFile.Write(file, content => Safetensors.Write(content, weights));
    }

    private static void Restore(JobParts parts, IFittedFeatures extractor, string file)
    {
        try
        {
            var weights = Safetensors.Read(file);
            parts.Calls.Do(extractor, nameof(IFittedFeatures.Restore), () => extractor.Restore(weights));
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException or ComponentFailedException { InnerException: InvalidDataException })
        {
            throw new JobException(new Finding
            {
                Code = "CE0117",
                Where = file,
                What = $"What the extractor learned cannot be taken: {(exception.InnerException ?? exception).Message}",
                Expected = "the file that this run wrote when it began",
                Fix = "Run the job again, in another folder.",
            });
        }
    }

    // The gate gives samples as the data set lists them, whatever labels the stream gave them. What is wrong with one it says when the run reads it.
    private static IReadOnlyList<Tensor> Pictures(
        JobParts parts, IReadOnlyList<SampleInfo> samples, int most, CancellationToken cancellationToken)
    {
        var gate = new SampleGate(parts.Dataset, features: null, task: null, calls: parts.Calls);
        var wanted = Math.Min(samples.Count, Math.Max(1, most));
        var found = new Tensor?[wanted];
        var refused = new ConcurrentBag<Finding>();
        ParallelReading.Each(
            0, wanted, Math.Max(parts.Run.Threads, parts.Options.LoaderThreads), i => found[i] = Frames(gate, samples[(int)((long)i * samples.Count / wanted)], refused),
            done => parts.Events.Publish(new ProgressReported { Activity = "pictures for the extractor", Done = done, Total = wanted, Unit = "samples" }),
            cancellationToken);
        var frames = found.OfType<Tensor>().ToArray();
        if (frames.Length > 0) return frames;
        throw new JobException([.. refused.OrderBy(finding => finding.Where, StringComparer.Ordinal).Take(1), new Finding
        {
            Code = "CE0116",
            Where = "features",
            What = $"{SampleGate.Named(parts.Features!)} learns from pictures, and none of {wanted} training samples of the first experience has any that can be read",
            Expected = "a data set whose samples have frames",
            Fix = "Choose another extractor, or a data set with pictures.",
        }]);
    }

    private static Tensor? Frames(SampleGate gate, SampleInfo sample, ConcurrentBag<Finding> refused)
    {
        if (!gate.Lists(sample.Id)) return null;
        try
        {
            using var loaded = gate.Read(sample.Id);
            return loaded.Tensors.TryGetValue(SampleKeys.Frames, out var frames) && frames.dtype == ScalarType.Byte && frames.dim() == 4 ? frames.clone() : null;
        }
        catch (JobException exception)
        {
            foreach (var finding in exception.Findings) refused.Add(finding);
            return null;
        }
    }
}
