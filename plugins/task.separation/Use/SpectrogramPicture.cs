using PluginHost.Media.Pictures;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>
/// The picture of a sound's spectrogram, made while the sound comes: time from left to right, frequency upwards from 0 to half the rate, power over 80
/// decibels from dark to light. A long sound is averaged into at most 2048 columns.
/// </summary>
internal sealed class SpectrogramPicture
{
    private const int Size = 512;
    private const int Hop = 32;
    private const int MostColumns = 2048;
    private const double Range = 80;

    // From dark to light, evenly spaced.
    private static readonly (int Red, int Green, int Blue)[] s_colours =
        [(8, 8, 24), (60, 20, 100), (150, 40, 110), (220, 85, 70), (250, 165, 50), (252, 250, 190)];

    private readonly List<double[]> _columns = [];
    private readonly List<float> _waiting = [];
    private double[] _sum = new double[Size / 2];
    private int _folded = 1;
    private int _summed;

    /// <summary>The largest power of a cell so far.</summary>
    public double Loudest => _columns.Count == 0 ? 0 : _columns.Max(column => column.Max());

    /// <summary>Takes the next stretch of the sound.</summary>
    /// <param name="samples">The samples.</param>
    public void Add(float[] samples)
    {
        _waiting.AddRange(samples);
        var count = _waiting.Count < Size ? 0 : 1 + ((_waiting.Count - Size) / Hop);
        if (count == 0) return;
        using (NewDisposeScope())
        {
            var frames = tensor(_waiting.ToArray()).unfold(0, Size, Hop) * hann_window(Size);
            var power = fft.rfft(frames, dim: 1).abs().square().narrow(1, 0, Size / 2).to_type(ScalarType.Float64);
            var values = power.contiguous().data<double>().ToArray();
            for (var i = 0; i < count; i++) Take(values.AsSpan(i * (Size / 2), Size / 2));
        }

        _waiting.RemoveRange(0, count * Hop);
    }

    /// <summary>Draws it.</summary>
    /// <param name="loudest">The power of the lightest colour; sounds of one mixture share it.</param>
    /// <returns>The picture.</returns>
    public Picture Draw(double loudest)
    {
        var width = Math.Max(1, _columns.Count);
        const int height = Size / 2;
        var pixels = new byte[3 * width * height];
        for (var x = 0; x < _columns.Count; x++)
        {
            for (var y = 0; y < height; y++)
            {
                var decibels = loudest > 0 ? 10 * Math.Log10(Math.Max(_columns[x][y] / loudest, 1e-12)) : -Range;
                Colour((decibels + Range) / Range, pixels.AsSpan(3 * (((height - 1 - y) * width) + x)));
            }
        }

        return new(width, height, 3, pixels);
    }

    /// <summary>Draws a mask.</summary>
    /// <param name="mask">float32 (rows, columns), 0 to 1, low frequencies first.</param>
    /// <param name="hop">Samples of a column: it is drawn as wide as a spectrogram is over that time.</param>
    /// <returns>The picture.</returns>
    public static Picture DrawMask(Tensor mask, int hop)
    {
        mask = mask.repeat_interleave(Math.Max(1, hop / Hop), 1);
        var (height, width) = ((int)mask.shape[0], (int)mask.shape[1]);
        var values = mask.contiguous().data<float>().ToArray();
        var pixels = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                Colour(values[(y * width) + x], pixels.AsSpan(3 * (((height - 1 - y) * width) + x)));
        }

        return new(width, height, 3, pixels);
    }

    private static void Colour(double level, Span<byte> pixel)
    {
        var place = Math.Clamp(level, 0, 1) * (s_colours.Length - 1);
        var low = Math.Min((int)place, s_colours.Length - 2);
        var part = place - low;
        var (from, to) = (s_colours[low], s_colours[low + 1]);
        pixel[0] = (byte)(from.Red + (part * (to.Red - from.Red)));
        pixel[1] = (byte)(from.Green + (part * (to.Green - from.Green)));
        pixel[2] = (byte)(from.Blue + (part * (to.Blue - from.Blue)));
    }

    private void Take(ReadOnlySpan<double> power)
    {
        for (var i = 0; i < power.Length; i++) _sum[i] += power[i] / _folded;
        if (++_summed < _folded) return;
        _columns.Add(_sum);
        (_sum, _summed) = (new double[Size / 2], 0);
        if (_columns.Count < MostColumns) return;
        for (var i = 0; i < MostColumns / 2; i++)
            _columns[i] = [.. _columns[2 * i].Zip(_columns[(2 * i) + 1], (one, other) => (one + other) / 2)];
        _columns.RemoveRange(MostColumns / 2, MostColumns / 2);
        _folded *= 2;
    }
}
