using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.RandomMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(RandomMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
