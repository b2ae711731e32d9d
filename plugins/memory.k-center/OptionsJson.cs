using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.KCenterMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(KCenterMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
