using PluginHost.Media.Pictures;
using PluginHost.DataSets.Sources;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.DataSets.Pictures;

/// <summary>Brings a picture to a square of a given size, with a triangle filter as wide as the reduction, so that nothing aliases.</summary>
public static class PictureFitting
{
    /// <summary>How picture files become samples.</summary>
    /// <param name="options">What to bring pictures to.</param>
    public static Preparation Of(FittingOptions options) => new(
        $"pictures 1 {options.Size} {options.Fit} {options.Colour} {options.Background}",
        options.ToFitting().Bytes,
        entry => Fit(PictureFile.Read(entry.Path, (byte)options.Background), options));

    /// <summary>A fitted picture as a tensor, float32 (channels, size, size) from 0 to 1.</summary>
    /// <param name="levels">What <see cref="Fit(Picture, Fitting)"/> gave.</param>
    /// <param name="options">Channels and size.</param>
    public static Tensor Image(byte[] levels, FittingOptions options)
    {
        var values = new float[levels.Length];
        for (var i = 0; i < values.Length; i++) values[i] = levels[i] / 255f;
        return torch.tensor(values, [options.Colour ? 3 : 1, options.Size, options.Size]);
    }

    /// <summary>Fits a picture.</summary>
    /// <param name="picture">Any size, grey or colour.</param>
    /// <param name="options">Size, way of fitting, channels and background.</param>
    /// <returns>Channels x size x size levels of 0 to 255, one plane after the other.</returns>
    public static byte[] Fit(Picture picture, FittingOptions options) => Fit(picture, options.ToFitting());

    /// <inheritdoc cref="Fit(Picture, FittingOptions)"/>
    public static byte[] Fit(Picture picture, Fitting options)
    {
        var size = options.Size;
        var (wide, high) = (picture.Width, picture.Height);
        var (left, top, width, height) = (0.0, 0.0, (double)wide, (double)high);
        var (toWidth, toHeight) = (size, size);
        switch (options.Fit)
        {
            case "crop":
                width = height = Math.Min(wide, high);
                (left, top) = ((wide - width) / 2, (high - height) / 2);
                break;
            case "pad":
                var scale = size / (double)Math.Max(wide, high);
                toWidth = Math.Max(1, (int)Math.Round(wide * scale));
                toHeight = Math.Max(1, (int)Math.Round(high * scale));
                break;
        }

        var channels = options.Channels;
        var planes = new byte[options.Bytes];
        Array.Fill(planes, (byte)options.Background);
        var columns = Taps(wide, left, width, toWidth);
        var rows = Taps(high, top, height, toHeight);
        var (shiftX, shiftY) = ((size - toWidth) / 2, (size - toHeight) / 2);
        for (var channel = 0; channel < channels; channel++)
        {
            var scaled = Scale(Plane(picture, channel, options.Colour), wide, columns, rows);
            for (var y = 0; y < toHeight; y++)
            {
                for (var x = 0; x < toWidth; x++)
                    planes[(((channel * size) + shiftY + y) * size) + shiftX + x] =
                        (byte)Math.Clamp(Math.Round(scaled[(y * toWidth) + x]), 0, 255);
            }
        }

        return planes;
    }

    // Grey from colour: ITU-R BT.601 luma. Colour from grey: three times the same.
    private static float[] Plane(Picture picture, int channel, bool colour)
    {
        var (pixels, step) = (picture.Pixels, picture.Channels);
        var plane = new float[pixels.Length / step];
        for (var i = 0; i < plane.Length; i++)
        {
            var at = i * step;
            plane[i] = step == 1 ? pixels[at]
                : colour ? pixels[at + channel]
                : (0.299f * pixels[at]) + (0.587f * pixels[at + 1]) + (0.114f * pixels[at + 2]);
        }

        return plane;
    }

    private static float[] Scale(float[] plane, int wide, (int First, float[] Weights)[] columns, (int First, float[] Weights)[] rows)
    {
        var high = plane.Length / wide;
        var narrow = new float[high * columns.Length];
        for (var y = 0; y < high; y++)
        {
            for (var x = 0; x < columns.Length; x++)
            {
                var (first, weights) = columns[x];
                var sum = 0f;
                for (var i = 0; i < weights.Length; i++) sum += weights[i] * plane[(y * wide) + first + i];
                narrow[(y * columns.Length) + x] = sum;
            }
        }

        var scaled = new float[rows.Length * columns.Length];
        for (var y = 0; y < rows.Length; y++)
        {
            var (first, weights) = rows[y];
            for (var i = 0; i < weights.Length; i++)
            {
                for (var x = 0; x < columns.Length; x++)
                    scaled[(y * columns.Length) + x] += weights[i] * narrow[((first + i) * columns.Length) + x];
            }
        }

        return scaled;
    }

    // For each output pixel: the first input pixel and the weights from there on, 1 - |distance| over the width of the filter.
    private static (int First, float[] Weights)[] Taps(int length, double start, double span, int outputs)
    {
        var scale = span / outputs;
        var width = Math.Max(1, scale);
        var taps = new (int, float[])[outputs];
        for (var output = 0; output < outputs; output++)
        {
            var centre = start + ((output + 0.5) * scale);
            var first = Math.Max(0, (int)Math.Floor(centre - width + 0.5));
            var last = Math.Min(length, (int)Math.Floor(centre + width + 0.5));
            var weights = new double[last - first];
            for (var i = 0; i < weights.Length; i++) weights[i] = Math.Max(0, 1 - Math.Abs((first + i + 0.5 - centre) / width));
            var sum = weights.Sum();
            taps[output] = (first, [.. weights.Select(weight => (float)(weight / sum))]);
        }

        return taps;
    }
}
