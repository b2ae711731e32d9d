using System.Text.Json.Serialization;
using PluginHost.Learning.AudioVisual;

namespace PluginHost.Plugins.Localisation;

/// <summary>Whether the sources of sounds are found in pictures: hits of the peak, cIoU and AUC, against masks of the data set.</summary>
/// <remarks>
/// As in the code of EZ-VSL (Mo and Morgado, ECCV 2022), but for the hits: the map is brought bilinearly (aligned corners) to the mask's size and cut at
/// a threshold; <c>cIoU</c> is the share of pictures whose intersection over union is at least 0.5, <c>AUC</c> the area under the share as a function of the least IoU
/// (0, 0.05, ... 1, trapezoids). A hit has the middle of the highest place on the mask. A row's figures are means over its frames with a source in
/// them; a row without maps, masks or such a frame is not measured.
/// </remarks>
/// <param name="options">Its options.</param>
[Component("localisation")]
public sealed class LocalisationMetric(LocalisationOptions options) : IRowMetric
{
    private const int Steps = 20;

    /// <inheritdoc/>
    public IReadOnlyList<Figure> Figures { get; } =
    [
        new() { Name = "hit", Unit = "%", Baseline = "hit_chance" },
        new() { Name = "hit_chance", Unit = "%", DescribesInput = true },
        new() { Name = "cIoU", Unit = "%" },
        new() { Name = "AUC", Unit = "%" },
    ];

    /// <inheritdoc/>
    public IReadOnlyList<double[]?> Measure(Prediction prediction)
    {
        var rows = prediction.Draws.Count * prediction.Draws[0].Sources.Count;
        if (!prediction.Keys.Contains(LocalisationKeys.Maps) || !prediction.Keys.Contains(AudioVisualKeys.Masks)) return new double[]?[rows];
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var maps = prediction[LocalisationKeys.Maps].to_type(ScalarType.Float64);
        var masks = prediction[AudioVisualKeys.Masks].gt(0.5).squeeze(2);
        var brought = nn.functional.interpolate(maps, [masks.shape[2], masks.shape[3]], mode: InterpolationMode.Bilinear, align_corners: true);
        return [.. Enumerable.Range(0, rows).Select(row => Row(maps[row], brought[row], masks[row]))];
    }

    private double[]? Row(Tensor maps, Tensor brought, Tensor masks)
    {
        var frames = Enumerable.Range(0, (int)masks.shape[0])
            .Select(frame => Frame(maps[frame], brought[frame].contiguous().data<double>().ToArray(), masks[frame].contiguous().data<bool>().ToArray(), masks.shape[2]))
            .OfType<double[]>().ToArray();
        return frames.Length == 0 ? null : [.. Enumerable.Range(0, Figures.Count).Select(i => frames.Average(frame => frame[i]))];
    }

    private double[]? Frame(Tensor map, double[] brought, bool[] mask, long width)
    {
        var source = mask.Count(pixel => pixel);
        if (source == 0 || Array.Exists(brought, double.IsNaN)) return null;
        var (mapHeight, mapWidth) = (map.shape[0], map.shape[1]);
        var peak = map.flatten().argmax().item<long>();
        var row = (2 * (peak / mapWidth) + 1) * (mask.Length / width) / (2 * mapHeight);
        var column = (2 * (peak % mapWidth) + 1) * width / (2 * mapWidth);

        var threshold = Threshold(brought);
        var (shared, marked) = (0, 0);
        for (var pixel = 0; pixel < mask.Length; pixel++)
        {
            if (brought[pixel] < threshold) continue;
            marked++;
            if (mask[pixel]) shared++;
        }

        var overlap = shared / (double)(source + marked - shared);
        return [mask[(row * width) + column] ? 100 : 0, 100.0 * source / mask.Length, overlap >= 0.5 ? 100 : 0, 100 * Area(overlap)];
    }

    private double Threshold(double[] map) => options.Threshold == MapThreshold.Median
        ? map.Order().ElementAt(map.Length / 2)
        : (map.Max() + map.Min()) / 2;

    // The success of one picture as a function of the least IoU is a step; its trapezoids add up over pictures to those of the mean.
    private static double Area(double overlap)
    {
        var passed = Enumerable.Range(0, Steps + 1).Select(step => overlap >= 0.05 * step ? 1.0 : 0).ToArray();
        return Enumerable.Range(0, Steps).Sum(step => (passed[step] + passed[step + 1]) / 2) / Steps;
    }
}

/// <summary>Options of the metric.</summary>
public sealed class LocalisationOptions
{
    /// <summary>Where maps are cut for cIoU and AUC: median (as EZ-VSL, half of a picture counts as found) or half-range.</summary>
    public MapThreshold Threshold { get; set; } = MapThreshold.Median;
}

/// <summary>Where a map is cut.</summary>
public enum MapThreshold
{
    /// <summary>At its median: the larger half of its pixels counts as found.</summary>
    [JsonStringEnumMemberName("median")]
    Median,

    /// <summary>In the middle between its lowest and its highest value, for sources much smaller than half of a picture.</summary>
    [JsonStringEnumMemberName("half-range")]
    HalfRange,
}
