namespace PluginHost.Plugins.Separation.Mixing;

/// <summary>What to take from a sample: a stretch of sound, where it goes in the clip, and the middle frame of the pictures.</summary>
/// <param name="Tiles">How often the sound is repeated before cutting; 1 unless it is shorter than the clip.</param>
/// <param name="From">The first sample to take.</param>
/// <param name="To">Where that sample goes in the clip; what is not filled is silent.</param>
/// <param name="Length">How many samples to take.</param>
/// <param name="Frame">The middle one of the object frames, from 0.</param>
internal sealed record Clip(int Tiles, int From, int To, int Length, int Frame)
{
    /// <summary>Plans a clip.</summary>
    /// <param name="options">The task's options.</param>
    /// <param name="samples">The length of the sound in samples; at least 1.</param>
    /// <param name="frames">The number of frames; at least 1.</param>
    /// <param name="frameRate">Frames per second.</param>
    /// <param name="position">Where, from 0 (earliest) to 1 (latest, exclusive); <see langword="null"/> for the middle.</param>
    /// <returns>The clip.</returns>
    public static Clip Plan(SeparationOptions options, int samples, int frames, double frameRate, double? position)
    {
        var tiles = samples < options.Clip ? (options.Clip / samples) + 1 : 1;
        return options.Crop == CropKind.Frame
            ? AroundFrame(options, samples, tiles, frames, frameRate, position)
            : Inside(options, samples, tiles, frames, frameRate, position);
    }

    // docs/separation.md, "Clips", with frames counted from 1. The interval turns round when the video is shorter than two margins.
    private static Clip AroundFrame(SeparationOptions options, int samples, int tiles, int frames, double frameRate, double? position)
    {
        var margin = Math.Max((int)Math.Min(frameRate * options.CropMargin, int.MaxValue / 2), options.ObjectFrames / 2);
        var (low, high) = margin + 1 < frames - margin ? (margin + 1, frames - margin) : (frames - margin, margin + 1);
        (low, high) = (Math.Clamp(low, 1, frames), Math.Clamp(high, 1, frames));
        var frame = position is { } place
            ? Math.Min(low + (int)(place * (high - low + 1)), high)
            : Math.Max(frames / 2, 1);

        var total = samples * tiles;
        var half = options.Clip / 2;
        var centre = (int)Math.Min((frame - 0.5) / frameRate * options.AudioRate, total);
        var from = Math.Max(0, centre - half);
        return new(tiles, from, half - (centre - from), Math.Min(total, centre + half) - from, frame - 1);
    }

    private static Clip Inside(SeparationOptions options, int samples, int tiles, int frames, double frameRate, double? position)
    {
        var slack = (samples * tiles) - options.Clip;
        var from = position is { } place ? Math.Min((int)(place * (slack + 1)), slack) : slack / 2;
        var middle = (from + (options.Clip / 2)) % samples;
        var frame = (int)((double)middle / options.AudioRate * frameRate);
        return new(tiles, from, 0, options.Clip, Math.Clamp(frame, 0, frames - 1));
    }
}
