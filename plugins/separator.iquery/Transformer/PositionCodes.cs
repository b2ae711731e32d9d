namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>Sine position codes (docs/separation.md, "iQuery").</summary>
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

/// <summary>
/// A tensor that belongs to a network and is neither trained nor saved. TorchSharp does not move buffers that are no part of the state, so
/// this follows the parameters by itself.
/// </summary>
/// <param name="code">The values; kept until this is disposed.</param>
internal sealed class FixedCode(Tensor code) : IDisposable
{
    private Tensor _code = code.DetachFromDisposeScope();

    /// <summary>The values on the device and in the type of a parameter.</summary>
    /// <param name="parameter">A parameter of the network.</param>
    public Tensor For(Tensor parameter)
    {
        // Devices have no equality of their own.
        var (own, wanted) = (_code.device, parameter.device);
        if (own.type == wanted.type && own.index == wanted.index && _code.dtype == parameter.dtype) return _code;
        var moved = _code.to(parameter.dtype, parameter.device).DetachFromDisposeScope();
        _code.Dispose();
        return _code = moved;
    }

    /// <inheritdoc/>
    public void Dispose() => _code.Dispose();
}
