using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.HerdingMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(HerdingMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
