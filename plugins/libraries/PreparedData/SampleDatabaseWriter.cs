using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using SQLitePCL;

namespace PluginHost.PreparedData;

/// <summary>
/// Writes samples into a store. What was written is made to last every few seconds, as one transaction: a process that is killed, or whose disk is
/// full, leaves a store that is whole up to there, and another one goes on. Safe for several threads.
/// </summary>
public sealed class SampleDatabaseWriter : IDisposable
{
    private const long MostUncommittedBytes = 16L << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Sqlite _file;
    private readonly Lock _lock = new();
    private readonly HashSet<int> _missing;
    private readonly Sqlite.Statement _insert;
    private readonly Sqlite.Statement _stored;
    private readonly Sqlite.Statement _forgive;
    private bool _open;
    private Exception? _failure;
    private int _lasting;
    private long _since;
    private long _uncommitted;

    private SampleDatabaseWriter(string path, Sqlite file)
    {
        (_path, _file) = (path, file);
        _missing = [];
        using (var select = file.Prepare("SELECT place FROM samples WHERE stored = 0 ORDER BY place"))
            while (select.Step()) _missing.Add((int)select.Long(0));
        Total = (int)file.Number("SELECT count(*) FROM samples");
        _lasting = Total - _missing.Count;
        _insert = file.Prepare("INSERT OR REPLACE INTO tensors VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _stored = file.Prepare("UPDATE samples SET stored = 1, texts = ?2, seconds = ?3 WHERE place = ?1");
        _forgive = file.Prepare("DELETE FROM faulty WHERE sample = ?1");
    }

    /// <summary>How many samples the data set lists.</summary>
    public int Total { get; }

    /// <summary>The places, in the list of samples, of those that are not stored: not read yet, or faulty when they were.</summary>
    public IReadOnlyList<int> Missing
    {
        get
        {
            lock (_lock) return [.. _missing.Order()];
        }
    }

    /// <summary>Whether every sample was read once and the store can be used.</summary>
    public bool IsComplete => Guarded(() => StoreFormat.Value(_file, StoreFormat.Complete) == "1");

    /// <summary>Opens a store, or makes it.</summary>
    /// <param name="path">The absolute path; its folder is made.</param>
    /// <param name="basis">What the samples are made by. A store of another basis is not gone on with.</param>
    /// <param name="info">Facts about the data set.</param>
    /// <param name="samples">Its samples, in their order.</param>
    /// <param name="restart">Whether to begin anew if there is a store; a file that is none is never removed.</param>
    /// <exception cref="JobException">The file is no store, in use, of another basis or of other samples.</exception>
    /// <exception cref="RunFailedException">It cannot be written.</exception>
    public static SampleDatabaseWriter Open(string path, JsonObject basis, DatasetInfo info, IReadOnlyList<SampleInfo> samples, bool restart)
    {
        if (StoreCheck.OfWriter(path) is { } fault) throw new JobException(fault);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (restart) Remove(path);
        }
        catch (SqliteFailure failure)
        {
            throw StoreCheck.Told(path, failure, written: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"Cannot write '{path}': {exception.Message.TrimEnd('.')}. Make it writable, or name another file.", exception);
        }

        Sqlite? file = null;
        try
        {
            file = Lock(path);
            if (file.Number("PRAGMA application_id") == 0 && file.Number("SELECT count(*) FROM sqlite_schema") == 0)
                StoreFormat.Create(file, basis.ToJsonString(), info, samples);
            else if (Differences(path, file, basis, info, samples) is { Length: > 0 } differences)
                throw new JobException(differences);
            return new(path, file);
        }
        catch (Exception exception) when (exception is SqliteFailure or FormatException)
        {
            file?.Dispose();
            throw StoreCheck.Told(path, exception, written: 0);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>The finding for a sample that holds something else than when it was stored.</summary>
    /// <param name="path">The store.</param>
    /// <param name="id">The sample.</param>
    public static Finding OtherContent(string path, string id) => StoreCheck.OtherContent(path, id);

    /// <summary>Stores a sample.</summary>
    /// <param name="place">Its place in the list.</param>
    /// <param name="sample">What to store.</param>
    /// <exception cref="RunFailedException">The disk is full; what was made to last before stays.</exception>
    public void Store(int place, StoredSample sample) => Write(sample.Bytes, () =>
    {
        foreach (var tensor in sample.Tensors)
            _insert.Execute(place, tensor.Name, tensor.Type, StoreFormat.Json(tensor.Shape), tensor.Encoding, tensor.Digest, tensor.Data);
        _forgive.Execute(place);
        _stored.Execute(place, sample.Texts.Count == 0 ? null : sample.TextsJson, sample.Seconds);
        _missing.Remove(place);
    });

    /// <summary>Notes that a sample cannot be used.</summary>
    /// <param name="place">Its place in the list.</param>
    /// <param name="findings">Why.</param>
    /// <exception cref="RunFailedException">The disk is full.</exception>
    public void MarkFaulty(int place, IReadOnlyList<Finding> findings)
    {
        var json = JsonSerializer.Serialize(
            [.. findings.Select(each => new StoredFinding(each.Code, each.Where, each.What, each.Expected, each.Fix))], StoreJson.Default.StoredFindingArray);
        Write(json.Length, () => _file.Execute("INSERT OR REPLACE INTO faulty VALUES (?1, ?2)", place, json));
    }

    /// <summary>Keeps what the extractor makes of fixed pictures, by which another one is told from it.</summary>
    /// <param name="facts">The extractor.</param>
    /// <param name="made">What it made of the pictures of <see cref="ExtractorProbe.Describe"/>.</param>
    /// <exception cref="RunFailedException">The disk is full.</exception>
    public void SetExtractor(ExtractorFacts facts, IReadOnlyDictionary<string, Tensor> made) => Write(0, () =>
    {
        StoreFormat.Set(_file, StoreFormat.Extractor, JsonSerializer.Serialize(facts, StoreJson.Default.ExtractorFacts));
        foreach (var tensor in made.Select(pair => StoredTensor.Of(pair.Key, pair.Value)))
        {
            _file.Execute(
                "INSERT OR REPLACE INTO extracted VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                tensor.Name, tensor.Type, StoreFormat.Json(tensor.Shape), tensor.Encoding, tensor.Digest, tensor.Data);
        }
    });

    /// <summary>Compares a sample that is stored with what the data set gives now.</summary>
    /// <param name="place">Its place in the list.</param>
    /// <param name="sample">What the data set gives.</param>
    /// <returns>Whether it holds the same.</returns>
    public bool Holds(int place, StoredSample sample) => Guarded(() =>
    {
        using var select = _file.Prepare("SELECT name, dtype, shape, hex(sha256) FROM tensors WHERE sample = ?1 ORDER BY name").Bind(place);
        var found = new List<string>();
        while (select.Step()) found.Add($"{select.Text(0)} {select.Text(1)} {select.Text(2)} {select.Text(3)}");
        var given = sample.Tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)
            .Select(tensor => $"{tensor.Name} {tensor.Type} {StoreFormat.Json(tensor.Shape)} {Convert.ToHexString(tensor.Digest)}");
        return found.Order(StringComparer.Ordinal).SequenceEqual(given.Order(StringComparer.Ordinal));
    });

    /// <summary>Makes what was written last, and says that the store is whole if every sample was read.</summary>
    /// <exception cref="RunFailedException">The disk is full.</exception>
    public void Complete()
    {
        Write(0, () =>
        {
            StoreFormat.Set(_file, StoreFormat.Content, StoreFormat.Digest(_file));
            StoreFormat.Set(_file, StoreFormat.Complete, "1");
        });
        Commit();
    }

    /// <summary>Makes what was written last, now.</summary>
    /// <exception cref="RunFailedException">The disk is full; what was made to last before stays.</exception>
    public void Commit()
    {
        lock (_lock)
        {
            if (_open) Guarded(EndTransaction);
        }
    }

    /// <summary>Makes what was written last, if that is possible, and closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                if (_open && _failure is null) EndTransaction();
            }
            catch (SqliteFailure)
            {
                // What was made to last before stays; whoever wanted to know has called Commit.
            }

            _insert.Dispose();
            _stored.Dispose();
            _forgive.Dispose();
            _file.Dispose();
        }
    }

    private static void Remove(string path)
    {
        if (!File.Exists(path)) return;
        using var file = Lock(path);
        // The journal first: beside another file of that name it would be played back into it.
        File.Delete(path + StoreCheck.Journal);
        File.Delete(path);
    }

    // Held until it is closed, so that two processes never write one store.
    private static Sqlite Lock(string path)
    {
        var file = Sqlite.ToWrite(path);
        try
        {
            // Of a new file alone, and only before its first lock: a blob's bytes are in fewer pieces.
            file.Execute("PRAGMA page_size = 16384");
            file.Execute("PRAGMA locking_mode = EXCLUSIVE");
            file.Execute("BEGIN EXCLUSIVE");
            file.Execute("COMMIT");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static Finding[] Differences(string path, Sqlite file, JsonObject basis, DatasetInfo info, IReadOnlyList<SampleInfo> samples)
    {
        var stored = StoreFormat.Parsed(StoreFormat.Value(file, StoreFormat.Basis) ?? "null", StoreJson.Default.JsonObject);
        Finding[] differences = [.. BasisDifference.Between(stored, basis).Select(each => StoreCheck.OtherJob(path, each.Path, each.Then, each.Now))];
        if (differences.Length > 0) return differences;
        var then = StoreFormat.ReadSamples(file);
        string Line(SampleInfo each) => $"{each.Split} {each.Id} {each.Domain} {each.Group} {StoreFormat.Json(each.Labels)} {string.Join(',', each.Among ?? [])}";
        var same = then.Select(Line).SequenceEqual(samples.Select(Line), StringComparer.Ordinal)
            && StoreFormat.ReadFacts(file).Classes.SequenceEqual(info.Classes, StringComparer.Ordinal);
        return same ? [] : [StoreCheck.OtherSamples(path, then.Count, samples.Count)];
    }

    // The first write of a transaction takes back that the store is whole.
    private void Write(long bytes, Action write)
    {
        lock (_lock)
        {
            // The threads beside the one that met it are told the same.
            if (_failure is not null) throw _failure;
            Guarded(() =>
            {
                if (!_open)
                {
                    _file.Execute("BEGIN IMMEDIATE");
                    (_open, _since, _uncommitted) = (true, Stopwatch.GetTimestamp(), 0);
                    StoreFormat.Set(_file, StoreFormat.Complete, "0");
                }

                write();
                _uncommitted += bytes;
                if (_uncommitted > MostUncommittedBytes || Stopwatch.GetElapsedTime(_since) > s_longest) EndTransaction();
            });
        }
    }

    private void EndTransaction()
    {
        _file.Execute("COMMIT");
        (_open, _lasting) = (false, Total - _missing.Count);
    }

    private void Guarded(Action action) => Guarded(() =>
    {
        action();
        return true;
    });

    private T Guarded<T>(Func<T> action)
    {
        lock (_lock)
        {
            try
            {
                return action();
            }
            catch (SqliteFailure failure)
            {
                throw _failure = StoreCheck.Told(_path, failure, written: _lasting);
            }
        }
    }
}
