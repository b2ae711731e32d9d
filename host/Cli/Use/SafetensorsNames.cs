using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Findings;
using PluginHost.Json;

namespace PluginHost.Cli;

/// <summary>Names, types and shapes in the header of a safetensors file: 8 bytes of length, then JSON. Values are not read.</summary>
internal static class SafetensorsNames
{
    private const int LongestHeader = 100 << 20;

    /// <summary>Reads a header; a file that is damaged is a finding.</summary>
    /// <param name="file">The file.</param>
    /// <returns>By name the type and the shape.</returns>
    public static Result<JsonObject?> Read(string file)
    {
        var findings = new FindingList();
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[sizeof(long)];
            stream.ReadExactly(bytes);
            var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            if (length is < 2 or > LongestHeader || length > stream.Length - sizeof(long)) throw new InvalidDataException("its header is cut short");
            var header = new byte[length];
            stream.ReadExactly(header);
            var tensors = JsonNode.Parse(header)?.AsObject() ?? throw new InvalidDataException("its header is empty");
            return new(
                new(tensors.Where(pair => pair.Key != "__metadata__").Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonObject
                {
                    ["dtype"] = pair.Value?["dtype"]?.DeepClone(), ["shape"] = pair.Value?["shape"]?.DeepClone(),
                }))),
                findings);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or InvalidOperationException
            or UnauthorizedAccessException)
        {
            findings.Error(
                FindingCodes.NoWeights, LocatedJson.DisplayName(file), $"the weights cannot be read: {exception.Message}", fix: "Run the job again.");
            return new(null, findings);
        }
    }
}
