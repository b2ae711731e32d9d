using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.DatasetPrepared;

/// <summary>Options of <c>dataset.prepared</c>.</summary>
public sealed class PreparedOptions
{
    /// <summary>The file that 'dotnet host data prepare' wrote, relative to the job file.</summary>
    [Required]
    [MinLength(1)]
    public string File { get; set; } = "";
}

/// <summary>Samples that 'data prepare' read once from any data set, out of one file and without the original data.</summary>
/// <remarks>
/// Name, classes, order and content are those of the original, so a run gives the same numbers. The file is only read. A sample that could not be used
/// when the file was made is listed, and gives the findings of then when it is asked for, as the original did. Thread-safe once prepared.
/// </remarks>
[Component("prepared")]
public sealed class PreparedDataset(PreparedOptions options, IRunContext run, IRunEvents events, IFeatureExtractor? features = null) : IDataset, IDisposable
{
    private const string Where = "dataset.options.file";
    private SampleDatabase? _store;

    /// <inheritdoc/>
    public DatasetInfo Info => Store.Info;

    private SampleDatabase Store => _store ?? throw new InvalidOperationException("The data set is used before it was prepared.");

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        Dispose();
        var store = Placed(() => SampleDatabase.Open(run.ResolvePath(options.File)));
        try
        {
            if (features is not null) Check(store, features);
        }
        catch
        {
            store.Dispose();
            throw;
        }

        if (store.Faulty > 0)
        {
            var text = $"{store.Info.Name}: {store.Faulty} samples could not be used when '{options.File}' was made. What a run does about them engine.options.data.faulty says.";
            events.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = text });
        }

        _store = store;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split) => Store.Samples(split);

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample) => Placed(() => Store.Load(sample));

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _store?.Dispose();
        _store = null;
    }

    // Features that another extractor made would go into training unnoticed.
    private void Check(SampleDatabase store, IFeatureExtractor extractor)
    {
        if (store.Extractor is not { } made)
        {
            if (store.HasFrames || !Placed(() => LacksFeatures(store, extractor))) return;
            throw Other("the store has neither pictures nor features", "pictures, or features of the job's extractor");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var stored = Placed(store.Extracted);
        try
        {
            if (ExtractorProbe.Difference(stored, ExtractorProbe.Describe(extractor, made.Shape, store.Info.FrameRate)) is { } difference)
                throw Other($"its features are those of {made.Name}, and the job's extractor {difference}", "the extractor that the store was made with");
        }
        finally
        {
            foreach (var tensor in stored.Values) tensor.Dispose();
        }
    }

    private static bool LacksFeatures(SampleDatabase store, IFeatureExtractor extractor)
    {
        if (Enum.GetValues<Split>().SelectMany(store.Samples).FirstOrDefault() is not { } first) return false;
        try
        {
            using var sample = store.Load(first);
            return !extractor.Produces.All(sample.Tensors.ContainsKey);
        }
        catch (JobException)
        {
            // A faulty one tells nothing.
            return false;
        }
    }

    private JobException Other(string what, string expected) => new(new Finding
    {
        Code = "PRE0001",
        Where = Where,
        What = $"'{options.File}' does not fit the job's 'features': {what}",
        Expected = expected,
        Fix = "Give the job's 'features' entry what it had when the store was made, or prepare the data again into another file.",
    });

    private static T Placed<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (JobException exception)
        {
            throw new JobException([.. exception.Findings.Select(each => each.Where.Length > 0 ? each : each with { Where = Where })]);
        }
    }
}
