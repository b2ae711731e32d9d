using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.UncertaintyMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(UncertaintyMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
