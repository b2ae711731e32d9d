using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// The samples of a run and what was in them: which ids each experience has, with their labels, and of each sample that was loaded a hash of its
/// tensors' types, sizes and elements and of its texts. A run is resumed only on the same samples.
/// </summary>
/// <param name="directory">The folder of the saved states, where the list lies.</param>
/// <param name="stream">The stream.</param>
public sealed class SampleRecord(string directory, LearningStream stream)
{
    private const int Shown = 10;
    private readonly ConcurrentDictionary<string, long> _contents = new(StringComparer.Ordinal);
    private readonly string[] _ids = [.. stream.AllSamples().Select(sample => sample.Id).Order(StringComparer.Ordinal)];

    private IReadOnlyList<FaultySample> _skipped = [];
    private HashSet<string> _left = new(StringComparer.Ordinal);

    /// <summary>
    /// Samples of the stream that the run goes without, with the reasons: saved with the list, so that a resumed run goes without
    /// the same ones. What they hold is not compared.
    /// </summary>
    public IReadOnlyList<FaultySample> Skipped
    {
        get => _skipped;
        set => (_skipped, _left) = (value, value.Select(each => each.Sample.Id).ToHashSet(StringComparer.Ordinal));
    }

    private string File => Path.Combine(directory, "samples.json");

    /// <summary>Writes the list of samples, once per run.</summary>
    /// <returns>Its checksum.</returns>
    public string Write() => AtomicFile.Write(File, Document().ToJsonString());

    /// <summary>The checksum that <see cref="Write"/> would give.</summary>
    public string Checksum() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Document().ToJsonString())));

    /// <summary>Reads which samples a run that is resumed went without.</summary>
    /// <returns>The samples; <see langword="null"/> if nothing says so: no list was written, or it is damaged.</returns>
    public IReadOnlyList<FaultySample>? ReadSkipped()
    {
        try
        {
            var document = Parse();
            if (document is JsonArray) return [];
            var samples = stream.AllSamples().ToDictionary(sample => sample.Id, StringComparer.Ordinal);
            // One that the data set lists no more is told among the differences.
            return
            [
                .. Present(document["skipped"]).AsArray().Select(Present).Where(each => samples.ContainsKey((string)each["id"]!))
                    .Select(each => new FaultySample(
                        samples[(string)each["id"]!], [.. Present(each["why"]).AsArray().Select(Present).Select(Finding)])),
            ];
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return null;
        }
    }

    /// <summary>Names the samples that were added, removed or labelled anew since the list was written.</summary>
    /// <returns>Findings; at least one.</returns>
    public IEnumerable<Finding> Differences()
    {
        var then = Read();
        var now = Places(List());
        var changes = then is null
            ? ["its samples are others (the list of them is damaged)"]
            : new[]
            {
                Change("added", now.Keys.Except(then.Keys, StringComparer.Ordinal)),
                Change("removed", then.Keys.Except(now.Keys, StringComparer.Ordinal)),
                Change("labelled or placed otherwise", now.Keys.Where(id => then.TryGetValue(id, out var place) && place != now[id])),
            }.OfType<string>().DefaultIfEmpty("their order is another, or the run went without others").ToArray();
        return changes.Select(change => new Finding
        {
            Code = "CE0304",
            Where = "dataset",
            What = $"The samples of the stream are not those of the saved state: {change}",
            Expected = "the samples that the run began with",
            Fix = "Put the data back as it was, or run without --resume to start anew.",
        });
    }

    /// <summary>Takes note of what a sample holds, and compares it with what it held before.</summary>
    /// <param name="sample">The sample as the data set loaded it.</param>
    /// <exception cref="JobException">It holds something else than before the run was stopped.</exception>
    public void Note(Sample sample)
    {
        if (Observe(sample) is { } id) throw new JobException(Changed([id]));
    }

    /// <summary>Compares a sample with what it held before.</summary>
    /// <param name="sample">The sample as the data set loaded it.</param>
    /// <returns>Its id if it holds something else.</returns>
    public string? Observe(Sample sample)
    {
        if (_left.Contains(sample.Info.Id)) return null;
        var content = Hash(sample);
        return _contents.GetOrAdd(sample.Info.Id, content) == content ? null : sample.Info.Id;
    }

    /// <summary>The ids of samples whose content is known.</summary>
    public IReadOnlyCollection<string> Known => [.. _contents.Keys.Where(id => !_left.Contains(id))];

    /// <summary>A finding about samples whose content changed.</summary>
    /// <param name="ids">Their ids.</param>
    /// <returns>The finding.</returns>
    public static Finding Changed(IReadOnlyCollection<string> ids) => new()
    {
        Code = "CE0305",
        Where = "dataset",
        What = $"Samples hold something else than when the run used them: {Change("changed", ids)}",
        Expected = "the content that the run began with",
        Fix = "Put the data back as it was, or run without --resume to start anew.",
    };

    /// <summary>The hashes by the order of ids, 0 where a sample was not loaded yet.</summary>
    public Tensor Save() => tensor(_ids.Select(id => _contents.GetValueOrDefault(id)).ToArray());

    /// <summary>Restores what <see cref="Save"/> gave.</summary>
    /// <param name="saved">The hashes.</param>
    public void Load(Tensor saved)
    {
        var contents = saved.data<long>().ToArray();
        for (var i = 0; i < Math.Min(contents.Length, _ids.Length); i++)
            if (contents[i] != 0) _contents[_ids[i]] = contents[i];
    }

    private static long Hash(Sample sample)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, tensor) in sample.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{key} {tensor.dtype} {string.Join(',', tensor.shape)}|"));
            using var row = tensor.contiguous();
            hash.AppendData(row.bytes);
        }

        foreach (var (key, text) in sample.Texts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{key}={text}|"));
        // 0 stands for a sample that was not loaded.
        return BitConverter.ToInt64(hash.GetHashAndReset()) is var value && value == 0 ? 1 : value;
    }

    private static string? Change(string what, IEnumerable<string> ids)
    {
        var all = ids.Order(StringComparer.Ordinal).ToArray();
        if (all.Length == 0) return null;
        var more = all.Length > Shown ? $" and {all.Length - Shown} more" : "";
        return $"{all.Length} {what} ({string.Join(", ", all.Take(Shown))}{more})";
    }

    private JsonNode Document() => Skipped.Count == 0 ? List() : new JsonObject
    {
        ["samples"] = List(),
        ["skipped"] = new JsonArray([.. Skipped.Select(each => (JsonNode)new JsonObject
        {
            ["id"] = each.Sample.Id,
            ["why"] = new JsonArray([.. each.Findings.Select(Json)]),
        })]),
    };

    private static JsonNode Json(Finding finding) => new JsonObject
    {
        ["code"] = finding.Code,
        ["where"] = finding.Where,
        ["what"] = finding.What,
        ["expected"] = finding.Expected,
        ["fix"] = finding.Fix,
    };

    private static Finding Finding(JsonNode json) => new()
    {
        Code = (string)json["code"]!,
        Where = (string)json["where"]!,
        What = (string)json["what"]!,
        Expected = (string?)json["expected"],
        Fix = (string?)json["fix"],
    };

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or JsonException or InvalidOperationException or UnauthorizedAccessException or ArgumentException;

    private static JsonNode Present(JsonNode? part) => part ?? throw new JsonException("a part is missing");

    private JsonNode Parse() => Present(JsonNode.Parse(System.IO.File.ReadAllText(File)));

    private JsonArray List() => new([.. stream.Experiences.SelectMany(experience => experience.AllSamples().Select(sample =>
        (JsonNode)JsonValue.Create($"{experience.Index} {sample.Split} {string.Join(',', sample.Labels)} {sample.Id}")))]);

    private Dictionary<string, string>? Read()
    {
        try
        {
            var document = Parse();
            return Places(document as JsonArray ?? Present(document["samples"]).AsArray());
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return null;
        }
    }

    // A sample may stand in several experiences: its places are told together.
    private static Dictionary<string, string> Places(JsonArray list) => list
        .Select(line => ((string)Present(line)!).Split(' ', 4))
        .GroupBy(parts => parts[3], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => string.Join(';', group.Select(parts => $"{parts[0]} {parts[1]} {parts[2]}")), StringComparer.Ordinal);
}
