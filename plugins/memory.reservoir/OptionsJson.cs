using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ReservoirMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ReservoirMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
