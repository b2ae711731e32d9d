using System.Collections;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.Training;

/// <summary>
/// The results of a run's experiences: a file each, <c>results-K.json</c>, written once when the experience ends. The newest stay in memory; an earlier
/// one is read again when it is asked for, so a run of many experiences holds few. A saved state names how many there are and the checksum
/// of the last file, and each file has the checksum of the one before.
/// </summary>
/// <param name="directory">The folder of saved states.</param>
internal sealed class ResultShelf(string directory) : IReadOnlyList<ExperienceResult>
{
    private const string CountKey = "count";
    private const string ChecksumKey = "checksum";
    private const string BeforeKey = "before";
    private const string ResultKey = "result";
    private const int Held = 32;
    private readonly Dictionary<int, ExperienceResult> _newest = [];
    private string _checksum = "";

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public ExperienceResult this[int index] => _newest.TryGetValue(index, out var held) ? held : ReadAgain(index);

    /// <summary>Removes the files of an earlier run.</summary>
    /// <param name="directory">The folder of saved states.</param>
    public static void Clear(string directory)
    {
        if (!Directory.Exists(directory)) return;
        foreach (var file in Directory.EnumerateFiles(directory, "results-*.json*")) File.Delete(file);
    }

    /// <summary>Looks whether the results that a saved state names are there and whole.</summary>
    /// <param name="directory">The folder of saved states.</param>
    /// <param name="saved">What <see cref="Save"/> gave.</param>
    /// <exception cref="InvalidDataException">One is missing or was changed.</exception>
    public static void Check(string directory, JsonObject saved)
    {
        var checksum = (string?)saved[ChecksumKey];
        // From the last to the first: each names the checksum of the one before.
        for (var i = (int)saved[CountKey]! - 1; i >= 0; i--)
        {
            var (json, own) = Read(directory, i);
            if (own != checksum) throw new InvalidDataException($"{Path.GetFileName(PathOf(directory, i))} is not what its checksum says");
            checksum = (string)json[BeforeKey]!;
        }
    }

    /// <summary>Writes the results of the next experience.</summary>
    /// <param name="result">The results.</param>
    /// <exception cref="RunFailedException">They cannot be written.</exception>
    public void Add(ExperienceResult result)
    {
        var document = new JsonObject { [BeforeKey] = _checksum, [ResultKey] = JsonSerializer.SerializeToNode(result, ResultsJson.Compact.ExperienceResult) };
        _checksum = AtomicFile.Write(PathOf(directory, Count), document.ToJsonString());
        Hold(Count, result);
        Count++;
    }

    /// <summary>What a saved state is to know: the same size however many results there are.</summary>
    public JsonNode Save() => new JsonObject { [CountKey] = Count, [ChecksumKey] = _checksum };

    /// <summary>Takes up the results that a saved state names, which were checked when the state was read (<see cref="Check"/>).</summary>
    /// <param name="saved">What <see cref="Save"/> gave.</param>
    public void Restore(JsonNode saved)
    {
        _newest.Clear();
        (Count, _checksum) = ((int)saved[CountKey]!, (string)saved[ChecksumKey]!);
    }

    /// <inheritdoc/>
    public IEnumerator<ExperienceResult> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ExperienceResult ReadAgain(int index)
    {
        try
        {
            return Read(directory, index).Json[ResultKey].Deserialize(ResultsJson.Compact.ExperienceResult)!;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new RunFailedException($"What experience {index + 1} came to cannot be read again: {exception.Message}", exception);
        }
    }

    private static (JsonObject Json, string Checksum) Read(string directory, int index)
    {
        var file = PathOf(directory, index);
        if (!File.Exists(file)) throw new InvalidDataException($"{Path.GetFileName(file)} is missing");
        var content = File.ReadAllBytes(file);
        return (Parse(content, file), Convert.ToHexString(SHA256.HashData(content)));
    }

    private static JsonObject Parse(byte[] content, string file)
    {
        try
        {
            if (JsonNode.Parse(content) is JsonObject json && json.ContainsKey(BeforeKey) && json[ResultKey] is JsonObject) return json;
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new InvalidDataException($"{Path.GetFileName(file)} was cut or changed");
    }

    private static string PathOf(string directory, int index) =>
        Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"results-{index}.json"));

    private void Hold(int index, ExperienceResult result)
    {
        _newest[index] = result;
        _newest.Remove(index - Held);
    }
}
