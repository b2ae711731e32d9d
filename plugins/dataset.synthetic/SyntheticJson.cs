using System.Text.Json.Serialization;

namespace PluginHost.Plugins.DatasetSynthetic;

/// <summary>Generated JSON code of the options.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SyntheticOptions))]
internal sealed partial class SyntheticJson : JsonSerializerContext;
