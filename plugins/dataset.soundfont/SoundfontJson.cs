using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.DatasetSoundfont;

/// <summary>Generated JSON code of the options.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(SoundfontOptions))]
internal sealed partial class SoundfontJson : JsonSerializerContext;
