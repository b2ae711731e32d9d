using System.Text.Json.Serialization;
using PluginHost.Contracts;
using PluginHost.Learning;

namespace Stranger;

/// <summary>A third party's plugin: plain replay in which rows from memory weigh half.</summary>
public sealed class Plugin : IPlugin
{
    public void Register(IComponentRegistry components) =>
        components.Add<IStrategy, HalfReplay, HalfReplayOptions>("half-replay", OptionsJson.Default.HalfReplayOptions)
            .Needs<IMemory>("it replays");
}

public sealed class HalfReplayOptions
{
    public double Weight { get; set; } = 0.5;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HalfReplayOptions))]
internal sealed partial class OptionsJson : JsonSerializerContext;

public sealed class HalfReplay(HalfReplayOptions options, IRunEvents events) : IStrategy, ILossTerms, IStreamHooks
{
    public bool UsesMemory => true;

    public void EndStream(ILearningContext context) =>
        events.Publish(new MessageReported { Text = $"half-replay saw {context.Stream.Experiences.Count} experiences" });

    public void AddTerms(LossContext loss)
    {
        var rows = loss.Batch.RowsWhere(source => source.FromMemory).Select(row => (long)row).ToArray();
        if (rows.Length == 0) return;
        using var index = TorchSharp.torch.tensor(rows, device: loss.RowLoss.device);
        loss.Add("replay", -(1 - options.Weight) * rows.Length / loss.Batch.Rows, loss.RowLoss.index_select(0, index).mean());
    }
}
