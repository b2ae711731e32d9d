using System.Text.Json.Serialization;

namespace PluginHost.Plugins.DatasetSoundfont;

/// <summary>Generated JSON code of the options.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SoundfontOptions))]
internal sealed partial class SoundfontJson : JsonSerializerContext;
