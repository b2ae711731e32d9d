using System.Collections.Concurrent;
using System.Text.Json;

namespace PluginHost.PreparedData;

/// <summary>
/// Reads samples from a store that is complete, at random and by name. Nothing is written, not even a lock: any number of processes read one store at
/// once, from a read-only file system too. Safe for several threads.
/// </summary>
public sealed class SampleDatabase : IDisposable
{
    private readonly string _path;
    private readonly ConcurrentBag<Sqlite> _connections = [];
    private readonly List<SampleInfo> _samples;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private bool _disposed;

    private SampleDatabase(string path, Sqlite file)
    {
        _path = path;
        if (StoreFormat.Value(file, StoreFormat.Complete) != "1")
        {
            var (read, all) = (file.Number("SELECT count(*) FROM samples WHERE stored"), file.Number("SELECT count(*) FROM samples"));
            throw new JobException(StoreCheck.Incomplete(path, $"it holds {read} of {all} samples so far"));
        }

        if (StoreFormat.Value(file, StoreFormat.Content) != StoreFormat.Digest(file))
            throw new JobException(StoreCheck.Damaged(path, "its list of samples was changed after it was written"));
        Info = StoreFormat.ReadFacts(file);
        _samples = StoreFormat.ReadSamples(file);
        for (var place = 0; place < _samples.Count; place++) _places[_samples[place].Id] = place;
        Faulty = (int)file.Number("SELECT count(*) FROM faulty");
        Extractor = StoreFormat.Value(file, StoreFormat.Extractor) is { } facts ? StoreFormat.Parsed(facts, StoreJson.Default.ExtractorFacts) : null;
        HasFrames = file.Number($"SELECT count(*) FROM (SELECT 1 FROM tensors WHERE name = '{SampleKeys.Frames}' LIMIT 1)") > 0;
        _connections.Add(file);
    }

    /// <summary>Facts about the data set, as it told them.</summary>
    public DatasetInfo Info { get; }

    /// <summary>How many samples the data set lists that could not be used.</summary>
    public int Faulty { get; }

    /// <summary>The extractor that described the pictures; <see langword="null"/> if none did.</summary>
    public ExtractorFacts? Extractor { get; }

    /// <summary>Whether some sample has its pictures.</summary>
    public bool HasFrames { get; }

    /// <summary>Opens a store.</summary>
    /// <param name="path">The absolute path.</param>
    /// <returns>The store, owned by the caller.</returns>
    /// <exception cref="JobException">There is none, or it cannot be used.</exception>
    public static SampleDatabase Open(string path)
    {
        if (StoreCheck.OfReader(path) is { } fault) throw new JobException(fault);
        Sqlite? file = null;
        try
        {
            file = Sqlite.ToRead(path);
            return new(path, file);
        }
        catch (Exception exception) when (exception is SqliteFailure or FormatException)
        {
            file?.Dispose();
            throw new JobException(StoreCheck.Damaged(path, exception.Message));
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>The samples of a split, in the order in which the data set lists them; those that could not be used too.</summary>
    /// <param name="split">The split.</param>
    public IReadOnlyList<SampleInfo> Samples(Split split) => [.. _samples.Where(sample => sample.Split == split)];

    /// <summary>Loads a sample.</summary>
    /// <param name="sample">One of those listed.</param>
    /// <returns>The sample, owned by the caller.</returns>
    /// <exception cref="JobException">It could not be used when the store was made, with the findings of then; or the store is damaged.</exception>
    public Sample Load(SampleInfo sample) => With(file =>
    {
        if (!_places.TryGetValue(sample.Id, out var place)) throw Damaged($"it has no sample '{sample.Id}'");
        using var select = file.Prepare("SELECT stored, texts FROM samples WHERE place = ?1 AND id = ?2").Bind(place, sample.Id);
        if (!select.Step()) throw Damaged($"its sample '{sample.Id}' is gone");
        if (select.Long(0) == 0) throw new JobException(Faults(file, place, sample));
        var texts = select.IsNull(1) ? null : StoreFormat.Parsed(select.Text(1), StoreJson.Default.DictionaryStringString);
        var tensors = Tensors(file.Prepare("SELECT name, dtype, shape, encoding, sha256, data FROM tensors WHERE sample = ?1 ORDER BY rowid"), place, $"the sample '{sample.Id}'");
        return new Sample(sample, tensors, texts);
    });

    /// <summary>What the extractor of the store made of the pictures of <see cref="ExtractorProbe.Describe"/>.</summary>
    /// <returns>The tensors, to be disposed by the caller.</returns>
    /// <exception cref="JobException">The store is damaged.</exception>
    public IReadOnlyDictionary<string, Tensor> Extracted() => With(file =>
        Tensors(file.Prepare("SELECT name, dtype, shape, encoding, sha256, data FROM extracted WHERE ?1 = 0"), 0, "its extractor's trial"));

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        while (_connections.TryTake(out var file)) file.Dispose();
    }

    private Dictionary<string, Tensor> Tensors(Sqlite.Statement statement, int place, string of)
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        try
        {
            using var select = statement.Bind(place);
            while (select.Step())
            {
                var shape = StoreFormat.Parsed(select.Text(2), StoreJson.Default.Int64Array);
                tensors[select.Text(0)] = StoredTensor.Restore(select.Text(1), shape, select.Text(3), select.Bytes(4), select.Bytes(5))
                    ?? throw Damaged($"'{select.Text(0)}' of {of} is not what was written");
            }
        }
        catch
        {
            foreach (var tensor in tensors.Values) tensor.Dispose();
            throw;
        }

        return tensors;
    }

    private Finding[] Faults(Sqlite file, int place, SampleInfo sample)
    {
        using var select = file.Prepare("SELECT findings FROM faulty WHERE sample = ?1").Bind(place);
        if (!select.Step()) throw Damaged($"it holds neither the sample '{sample.Id}' nor why it lacks it");
        return
        [
            .. StoreFormat.Parsed(select.Text(0), StoreJson.Default.StoredFindingArray)
                .Select(each => new Finding { Code = each.Code, Where = each.Where, What = each.What, Expected = each.Expected, Fix = each.Fix }),
        ];
    }

    // A connection serves one thread at a time; there are as many as threads that read at once.
    private T With<T>(Func<Sqlite, T> work)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Sqlite? file = null;
        try
        {
            if (!_connections.TryTake(out file)) file = Sqlite.ToRead(_path);
            return work(file);
        }
        catch (Exception exception) when (exception is SqliteFailure or FormatException)
        {
            throw Damaged(exception.Message);
        }
        finally
        {
            if (file is not null)
            {
                if (_disposed) file.Dispose();
                else _connections.Add(file);
            }
        }
    }

    private JobException Damaged(string how) => new(StoreCheck.Damaged(_path, how));
}
