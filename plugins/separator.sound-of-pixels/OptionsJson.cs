using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.SoundOfPixels;

/// <summary>JSON form of the options.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(SoundOfPixelsOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
