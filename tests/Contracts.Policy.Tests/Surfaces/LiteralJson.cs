using System.Text.Json.Serialization;

namespace PluginHost.Contracts.Policy.Surfaces;

[JsonSerializable(typeof(string))]
internal sealed partial class LiteralJson : JsonSerializerContext;
