using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ClosestToMeanMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ClosestToMeanMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
