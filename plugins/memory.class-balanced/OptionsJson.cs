using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ClassBalancedMemory;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ClassBalancedMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
