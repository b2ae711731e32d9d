using System.Text.Json.Nodes;
using PluginHost.Plugins.CavMae;

namespace PluginHost.AudioVisual.Pretraining.Tests;

/// <summary>What Data/pairs.py computed, and its rule for weights.</summary>
internal static class References
{
    private static readonly JsonNode s_data = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "pairs.json")))!;

    public static JsonNode At(string name) => s_data[name]!;

    /// <summary>A nested list as float32, in its shape.</summary>
    public static Tensor Tensor(JsonNode node)
    {
        var values = new List<float>();
        var shape = new List<long>();
        for (JsonNode? at = node; at is JsonArray list; at = list[0]) shape.Add(list.Count);
        Fill(node);
        return tensor(values.ToArray(), shape.ToArray());

        void Fill(JsonNode each)
        {
            if (each is JsonArray list) foreach (var item in list) Fill(item!);
            else values.Add((float)(double)each);
        }
    }

    public static Tensor Index(JsonNode node) => Tensor(node).to(ScalarType.Int64);

    public static void ShouldBeClose(this Tensor actual, JsonNode expected, double tolerance = 2e-4)
    {
        using var scope = NewDisposeScope();
        var wanted = Tensor(expected);
        actual.shape.ShouldBe(wanted.shape);
        (actual.detach() - wanted).abs().max().ToDouble().ShouldBeLessThan(tolerance);
    }

    /// <summary>Gives every parameter the value of the rule.</summary>
    public static void Fill(nn.Module module)
    {
        using var quiet = no_grad();
        foreach (var (name, parameter) in module.named_parameters())
        {
            var parts = name.Split('.');
            var first = parts[^1] == "weight" && parts.Length > 1 && parts[^2].Contains("norm", StringComparison.Ordinal) ? 1 : 0;
            var sum = name.Sum(sign => sign);
            parameter.copy_(tensor([.. Enumerable.Range(0, (int)parameter.numel()).Select(i => (float)(first + (0.3 * Math.Sin((0.9 * i) + sum))))])
                .reshape(parameter.shape));
        }
    }

    /// <summary>The model of the reference: 2 x 2 patches of side 2 on both sides.</summary>
    public static CavMae Model(ToyRun run)
    {
        var model = new CavMae(
            new() { Width = 8, Heads = 2, SeparateBlocks = 1, SharedBlocks = 1, DecoderWidth = 8, DecoderHeads = 2, DecoderBlocks = 1 }, run);
        model.Build(new() { Classes = 0, Inputs = Inputs(), Seed = 1 });
        Fill(model.Module);
        return model;
    }

    public static Dictionary<string, long[]> Inputs() => new(StringComparer.Ordinal)
    {
        [AudioVisualKeys.Spectrogram] = [1, 4, 4],
        [AudioVisualKeys.Pictures] = [1, 3, 4, 4],
        [PatchKeys.AudioValues] = [4, 4],
        [PatchKeys.VideoValues] = [4, 12],
    };

    /// <summary>The reference's pairs, with the patches that it sees and recovers.</summary>
    public static Batch Batch(bool masked = true)
    {
        var draws = Enumerable.Range(0, 2).Select(i => new Draw
        {
            Training = masked,
            Sources = [new() { Sample = new() { Id = $"{i}", Split = Split.Train } }],
        });
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [AudioVisualKeys.Spectrogram] = Tensor(At("sound")).unsqueeze(1),
            [AudioVisualKeys.Pictures] = Tensor(At("picture")).unsqueeze(1),
        };
        if (masked)
        {
            tensors[PatchKeys.VisibleAudio] = Index(At("seen")["a"]!);
            tensors[PatchKeys.TargetAudio] = Index(At("target")["a"]!);
            tensors[PatchKeys.VisibleVideo] = Index(At("seen")["v"]!);
            tensors[PatchKeys.TargetVideo] = Index(At("target")["v"]!);
        }

        return new([.. draws], tensors);
    }
}
