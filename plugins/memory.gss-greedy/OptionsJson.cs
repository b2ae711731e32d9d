using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.GssGreedyMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(GssGreedyMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
