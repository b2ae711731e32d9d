using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Tensors;

namespace PluginHost.Training;

/// <summary>
/// The numbered states of a run on the disk: <c>state-N.safetensors</c> and, written after it, <c>state-N.json</c>, which has the checksums of
/// both. A state is whole where both checksums agree, and the results of the experiences before it are there (<see cref="ResultShelf"/>).
/// </summary>
/// <param name="directory">The folder.</param>
/// <param name="keep">How many states are kept; at least 1.</param>
internal sealed class CheckpointFolder(string directory, int keep)
{
    private const int Format = 4;
    private int _number;
    private bool _looked;

    /// <summary>The file of the newest state that this run wrote or read; <see langword="null"/> if there is none.</summary>
    public string? Newest { get; private set; }

    /// <summary>Removes what an earlier run has left, for a run that begins anew.</summary>
    public void Clear()
    {
        foreach (var number in Numbers()) Delete(number);
        ResultShelf.Clear(directory);
        RemoveUnfinished();
        _looked = true;
    }

    /// <summary>Writes a state; older ones go only once it is whole.</summary>
    /// <param name="state">Everything that is no tensor.</param>
    /// <param name="tensors">The tensors.</param>
    public void Write(JsonObject state, IReadOnlyDictionary<string, Tensor> tensors)
    {
        if (!_looked) _number = Numbers().FirstOrDefault();
        _looked = true;
        var number = _number + 1;
        var checksum = AtomicFile.Write(TensorFile(number), stream => Safetensors.Write(stream, tensors));
        state["number"] = number;
        state["tensors"] = checksum;
        var text = state.ToJsonString();
        AtomicFile.Write(JsonFile(number), $$"""{"format":{{Format}},"checksum":"{{Checksum(text)}}","state":{{text}}}""");
        _number = number;
        Newest = JsonFile(number);
        // What is newer was skipped when the run went on from an older one.
        var numbers = Numbers();
        foreach (var old in numbers.Where(each => each <= number).Skip(keep).Concat(numbers.Where(each => each > number))) Delete(old);
    }

    /// <summary>Reads the newest state that is whole.</summary>
    /// <returns>
    /// The state, owned by the caller, or <see langword="null"/>; what was being written when the run ended; and what was skipped, and why.
    /// </returns>
    public (SavedState? State, IReadOnlyList<string> Unfinished, IReadOnlyList<string> Damaged) ReadNewest()
    {
        List<string> unfinished = [.. Unfinished().Select(path => $"{Path.GetFileName(path)} was being written when the run ended")];
        var damaged = new List<string>();
        var numbers = Numbers();
        _looked = true;
        foreach (var number in numbers)
        {
            if (!File.Exists(JsonFile(number)))
            {
                unfinished.Add($"state-{number} was being written when the run ended");
                continue;
            }

            try
            {
                var state = Read(number);
                (_number, Newest) = (number, JsonFile(number));
                RemoveUnfinished();
                return (state, unfinished, damaged);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                damaged.Add($"{Path.GetFileName(JsonFile(number))}: {exception.Message.TrimEnd('.')}");
            }
        }

        return (null, unfinished, damaged);
    }

    private SavedState Read(int number)
    {
        using var document = Parse(File.ReadAllBytes(JsonFile(number)));
        var root = document.RootElement;
        var text = root.GetProperty("state").GetRawText();
        if (Checksum(text) != root.GetProperty("checksum").GetString())
            throw new InvalidDataException("its content is not what its checksum says; a byte was changed or lost");
        if (root.GetProperty("format").GetInt32() is var format && format != Format)
            throw new InvalidDataException($"it has format {format}; this version reads {Format}");
        var json = JsonNode.Parse(text)!.AsObject();
        if (json["results"] is JsonObject results) ResultShelf.Check(directory, results);
        var tensors = TensorFile(number);
        if (!File.Exists(tensors)) throw new InvalidDataException($"{Path.GetFileName(tensors)} is missing");
        using (var stream = File.OpenRead(tensors))
        {
            if (Convert.ToHexString(SHA256.HashData(stream)) != (string?)json["tensors"])
                throw new InvalidDataException($"{Path.GetFileName(tensors)} is not what its checksum says; it was cut or changed");
        }

        return new(json, ReadTensors(tensors));
    }

    private static JsonDocument Parse(byte[] content)
    {
        try
        {
            var document = JsonDocument.Parse(content);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("checksum", out var sum) && sum.ValueKind == JsonValueKind.String
                && root.TryGetProperty("format", out var format) && format.TryGetInt32(out _)) return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Told below.
        }

        throw new InvalidDataException("it was cut or changed and is no saved state any more");
    }

    private static Dictionary<string, Tensor> ReadTensors(string path)
    {
        var tensors = Safetensors.Read(path);
        foreach (var tensor in tensors.Values) tensor.DetachFromDisposeScope();
        return tensors;
    }

    private static string Checksum(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private string JsonFile(int number) => Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"state-{number}.json"));

    private string TensorFile(int number) => Path.ChangeExtension(JsonFile(number), "safetensors");

    private void Delete(int number)
    {
        File.Delete(JsonFile(number));
        File.Delete(TensorFile(number));
    }

    private string[] Unfinished() =>
        Directory.Exists(directory) ? Directory.GetFiles(directory, "state-*" + AtomicFile.Unfinished) : [];

    private void RemoveUnfinished()
    {
        foreach (var path in Unfinished()) File.Delete(path);
    }

    // Newest first. A tensor file whose JSON was never written counts too: its number is taken.
    private int[] Numbers() => !Directory.Exists(directory) ? [] :
        [.. Directory.GetFiles(directory, "state-*.*")
            .Where(path => Path.GetExtension(path) is ".json" or ".safetensors")
            .Select(path => Path.GetFileNameWithoutExtension(path)["state-".Length..])
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0).Distinct().OrderDescending()];
}
