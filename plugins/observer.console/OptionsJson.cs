using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.ConsoleOutput;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ConsoleOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
