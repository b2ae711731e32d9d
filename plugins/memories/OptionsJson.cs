using System.Text.Json;
using System.Text.Json.Serialization;

namespace PluginHost.Plugins.Memories;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ClassBalancedMemoryOptions))]
[JsonSerializable(typeof(ClosestToMeanMemoryOptions))]
[JsonSerializable(typeof(GssGreedyMemoryOptions))]
[JsonSerializable(typeof(HerdingMemoryOptions))]
[JsonSerializable(typeof(KCenterMemoryOptions))]
[JsonSerializable(typeof(RandomMemoryOptions))]
[JsonSerializable(typeof(ReservoirMemoryOptions))]
[JsonSerializable(typeof(RingBufferMemoryOptions))]
[JsonSerializable(typeof(UncertaintyMemoryOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;
