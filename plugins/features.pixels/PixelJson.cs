using System.Text.Json.Serialization;

namespace PluginHost.Plugins.FeaturesPixels;

/// <summary>Generated JSON code of the options.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PixelOptions))]
internal sealed partial class PixelJson : JsonSerializerContext;
