using System.Text.Json;
using System.Text.Json.Nodes;
using PluginHost.Learning;
using PluginHost.PreparedData;
using TorchSharp;

namespace PluginHost.Conformance.Tests;

/// <summary>A store that is filled here: four classes, half a second of a tone and four frames each.</summary>
public sealed class PreparedDatasetTests() : DatasetConformance("dataset.prepared", "prepared", $"{{ \"file\": {JsonSerializer.Serialize(s_file.Value)} }}")
{
    private const int Rate = 11025;
    private static readonly Lazy<string> s_file = new(Filled);

    private static string Filled()
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"prepared-{Environment.ProcessId}.db");
        var info = new DatasetInfo { Name = "tones", Classes = ["a", "b", "c", "d"], AudioRate = Rate, FrameRate = 8 };
        SampleInfo[] samples =
        [
            .. from split in Enum.GetValues<Split>()
               from label in Enumerable.Range(0, 4)
               from i in Enumerable.Range(0, 2)
               select new SampleInfo { Id = $"{split} {label} {i}", Label = label, Split = split, Index = i },
        ];
        using var writer = SampleDatabaseWriter.Open(file, new JsonObject { ["dataset"] = "tones" }, info, samples, restart: File.Exists(file));
        foreach (var (sample, place) in samples.Select((sample, place) => (sample, place)))
        {
            float[] sound = [.. Enumerable.Range(0, Rate / 2).Select(t => 0.3f * MathF.Sin(2 * MathF.PI * (200 + (90 * place)) * t / Rate))];
            byte[] frames = [.. Enumerable.Range(0, 4 * 16 * 16).Select(i => (byte)((i * (place + 3)) % 251))];
            using var made = new Sample(sample, new Dictionary<string, torch.Tensor>(StringComparer.Ordinal)
            {
                [SampleKeys.Audio] = torch.tensor(sound),
                [SampleKeys.Frames] = torch.tensor(frames, [4, 1, 16, 16]),
            });
            writer.Store(place, StoredSample.Of(made, info));
        }

        writer.Complete();
        return file;
    }
}
