using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.RingBufferMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(RingBufferMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
