namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>Sine position codes (design section 2.2).</summary>
internal static class SineCode
{
    /// <summary>Codes a plane: the first half of the channels for the row, the second for the column.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">Channels; a multiple of 4.</param>
    /// <returns>Codes, float32 (1, height·width, channels).</returns>
    public static Tensor Plane(int height, int width, int channels)
    {
        var half = channels / 2;
        var values = new float[height * width * channels];
        for (var token = 0; token < height * width; token++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                // Coordinates count from 1 and are scaled to one turn.
                var (place, count) = channel < half ? (token / width, height) : (token % width, width);
                var angle = (place + 1) / (count + 1e-6) * 2 * Math.PI / Math.Pow(10000, 2 * ((channel % half) / 2) / (double)half);
                values[(token * channels) + channel] = (float)(channel % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        return tensor(values, [1, height * width, channels]);
    }

    /// <summary>Codes a sequence.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="channels">Channels; even.</param>
    /// <returns>Codes, float32 (1, length, channels).</returns>
    public static Tensor Sequence(int length, int channels)
    {
        var values = new float[length * channels];
        for (var step = 0; step < length; step++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var angle = step * Math.Exp(-2 * (channel / 2) * Math.Log(10000) / channels);
                values[(step * channels) + channel] = (float)(channel % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }

        return tensor(values, [1, length, channels]);
    }
}
