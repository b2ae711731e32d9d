using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.DatasetSynthetic;

/// <summary>Generated JSON code of the options.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(SyntheticOptions))]
internal sealed partial class SyntheticJson : JsonSerializerContext;
