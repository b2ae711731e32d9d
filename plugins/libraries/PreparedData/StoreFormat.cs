using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.PreparedData;

/// <summary>The tables of a store, and what marks a file as one.</summary>
internal static class StoreFormat
{
    /// <summary>The version that is written; files of later ones are refused.</summary>
    public const int Version = 1;

    /// <summary>SQLite's own field for whose file it is: "PHPD".</summary>
    public const int Mark = 0x50485044;

    /// <summary>Whether every sample was read once: "1" or "0".</summary>
    public const string Complete = "complete";

    /// <summary>SHA-256 over the list of samples and the digests of their tensors, in hexadecimal, once it is complete.</summary>
    public const string Content = "content";

    /// <summary>What the samples were made by, as JSON.</summary>
    public const string Basis = "basis";

    /// <summary>SHA-256 of <see cref="Basis"/> in hexadecimal.</summary>
    public const string BasisDigest = "basisSha256";

    /// <summary>What stands for the feature extractor, as JSON; absent if the job had none or no sample has pictures.</summary>
    public const string Extractor = "extractor";

    private static readonly string[] s_tables =
    [
        "CREATE TABLE info (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """
        CREATE TABLE samples (
            place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, split TEXT NOT NULL, labels TEXT NOT NULL, domain TEXT NOT NULL,
            "group" TEXT NOT NULL, among TEXT, handle INTEGER NOT NULL, stored INTEGER NOT NULL DEFAULT 0, texts TEXT, seconds REAL)
        """,
        """
        CREATE TABLE tensors (
            sample INTEGER NOT NULL REFERENCES samples(place), name TEXT NOT NULL, dtype TEXT NOT NULL, shape TEXT NOT NULL,
            encoding TEXT NOT NULL, sha256 BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (sample, name))
        """,
        "CREATE TABLE faulty (sample INTEGER PRIMARY KEY REFERENCES samples(place), findings TEXT NOT NULL)",
        """
        CREATE TABLE extracted (
            name TEXT PRIMARY KEY, dtype TEXT NOT NULL, shape TEXT NOT NULL, encoding TEXT NOT NULL, sha256 BLOB NOT NULL, data BLOB NOT NULL)
        """,
    ];

    /// <summary>Makes the tables and writes what is known before any sample is read, as one transaction.</summary>
    public static void Create(Sqlite file, string basis, DatasetInfo info, IReadOnlyList<SampleInfo> samples)
    {
        file.Execute("BEGIN");
        foreach (var table in s_tables) file.Execute(table);
        using (var insert = file.Prepare("INSERT INTO info VALUES (?1, ?2)"))
        {
            foreach (var (key, value) in Facts(info)) insert.Execute(key, value);
            insert.Execute(Basis, basis);
            insert.Execute(BasisDigest, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(basis))));
            insert.Execute(Complete, "0");
        }

        using (var insert = file.Prepare("INSERT INTO samples (place, id, split, labels, domain, \"group\", among, handle) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"))
        {
            for (var place = 0; place < samples.Count; place++)
            {
                var sample = samples[place];
                insert.Execute(
                    place, sample.Id, Word(sample.Split), Json(sample.Labels), sample.Domain, sample.Group,
                    sample.Among is { } among ? Json(among) : null, sample.Index);
            }
        }

        file.Execute($"PRAGMA application_id = {Mark}");
        file.Execute($"PRAGMA user_version = {Version}");
        file.Execute("COMMIT");
    }

    /// <summary>Reads the facts of the data set.</summary>
    public static DatasetInfo ReadFacts(Sqlite file)
    {
        string Text(string key) => Value(file, key) ?? throw new FormatException($"its table 'info' has no '{key}'");
        string[] Texts(string key) => Parsed(Text(key), StoreJson.Default.StringArray);
        return new()
        {
            Name = Text("dataset"),
            Classes = Texts("classes"),
            TensorClasses = Texts("tensorClasses"),
            AudioRate = int.Parse(Text("audioRate"), CultureInfo.InvariantCulture),
            FrameRate = double.Parse(Text("frameRate"), CultureInfo.InvariantCulture),
            Proxies = Texts("proxies"),
            Domains = Texts("domains"),
        };
    }

    /// <summary>A value of the table of facts; <see langword="null"/> if it is not there.</summary>
    public static string? Value(Sqlite file, string key)
    {
        using var select = file.Prepare("SELECT value FROM info WHERE key = ?1").Bind(key);
        return select.Step() ? select.Text(0) : null;
    }

    /// <summary>Writes a value of the table of facts.</summary>
    public static void Set(Sqlite file, string key, string value) => file.Execute("INSERT OR REPLACE INTO info VALUES (?1, ?2)", key, value);

    /// <summary>Reads the list of samples in its order.</summary>
    public static List<SampleInfo> ReadSamples(Sqlite file)
    {
        var samples = new List<SampleInfo>();
        using var select = file.Prepare("SELECT place, id, split, labels, domain, \"group\", among, handle FROM samples ORDER BY place");
        while (select.Step())
        {
            if (select.Long(0) != samples.Count) throw new FormatException($"its table 'samples' lacks the place {samples.Count}");
            samples.Add(new()
            {
                Id = select.Text(1),
                Split = ReadSplit(select.Text(2)),
                Labels = Parsed(select.Text(3), StoreJson.Default.Int32Array),
                Domain = select.Text(4),
                Group = select.Text(5),
                Among = select.IsNull(6) ? null : Parsed(select.Text(6), StoreJson.Default.Int32Array),
                Index = (int)select.Long(7),
            });
        }

        return samples;
    }

    /// <summary>SHA-256 over everything but the tensors' bytes, which their digests stand for; in hexadecimal.</summary>
    public static string Digest(Sqlite file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AddRows("SELECT key, value FROM info WHERE key NOT IN ('complete', 'content') ORDER BY key", 2);
        AddRows("SELECT place, id, split, labels, domain, \"group\", among, handle, stored, texts FROM samples ORDER BY place", 10);
        AddRows("SELECT sample, name, dtype, shape, encoding, hex(sha256) FROM tensors ORDER BY sample, name", 6);
        AddRows("SELECT sample, findings FROM faulty ORDER BY sample", 2);
        AddRows("SELECT name, dtype, shape, encoding, hex(sha256) FROM extracted ORDER BY name", 5);
        return Convert.ToHexString(hash.GetHashAndReset());

        void AddRows(string sql, int columns)
        {
            using var select = file.Prepare(sql);
            while (select.Step())
            {
                for (var column = 0; column < columns; column++)
                {
                    // With its length, so that no text can move from one column into the next.
                    var text = select.Text(column);
                    hash.AppendData(Encoding.UTF8.GetBytes($"{(select.IsNull(column) ? -1 : text.Length)}:{text};"));
                }
            }
        }
    }

    /// <summary>Integers as a JSON array.</summary>
    public static string Json(IReadOnlyList<int> numbers) => JsonSerializer.Serialize([.. numbers], StoreJson.Default.Int32Array);

    /// <summary>Sizes as a JSON array.</summary>
    public static string Json(IReadOnlyList<long> numbers) => JsonSerializer.Serialize([.. numbers], StoreJson.Default.Int64Array);

    /// <summary>Reads a value that is JSON.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    public static T Parsed<T>(string json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new FormatException("a value is null");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"a value is no JSON of its kind: {exception.Message}", exception);
        }
    }

    private static IEnumerable<(string Key, string Value)> Facts(DatasetInfo info)
    {
        string Texts(IReadOnlyList<string> texts) => JsonSerializer.Serialize([.. texts], StoreJson.Default.StringArray);
        yield return ("dataset", info.Name);
        yield return ("classes", Texts(info.Classes));
        yield return ("tensorClasses", Texts(info.TensorClasses));
        yield return ("audioRate", info.AudioRate.ToString(CultureInfo.InvariantCulture));
        yield return ("frameRate", info.FrameRate.ToString("R", CultureInfo.InvariantCulture));
        yield return ("proxies", Texts(info.Proxies));
        yield return ("domains", Texts(info.Domains));
    }

    private static string Word(Split split) => split switch { Split.Train => "train", Split.Validation => "validation", _ => "test" };

    private static Split ReadSplit(string word) => word switch
    {
        "train" => Split.Train,
        "validation" => Split.Validation,
        "test" => Split.Test,
        _ => throw new FormatException($"it names a split '{word}'"),
    };
}

/// <summary>A finding as it is stored with the sample that cannot be used.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Where">Its place.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Fix">The way out.</param>
internal sealed record StoredFinding(string Code, string Where, string What, string? Expected, string? Fix);

/// <summary>The JSON of a store.</summary>
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(long[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(StoredFinding[]))]
[JsonSerializable(typeof(ExtractorFacts))]
[JsonSerializable(typeof(System.Text.Json.Nodes.JsonObject))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class StoreJson : JsonSerializerContext;
