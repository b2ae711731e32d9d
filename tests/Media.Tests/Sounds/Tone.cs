namespace PluginHost.Media.Tests.Sounds;

/// <summary>Measures of signals, in double precision.</summary>
internal static class Tone
{
    public static float[] Sine(int rate, int count, double hertz, double level, double phase = 0) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(level * Math.Sin((2 * Math.PI * hertz * i / rate) + phase)))];

    /// <summary>Level and phase of a frequency by projection, and the root mean square of what is left, away from the ends.</summary>
    public static (double Level, double Phase, double Residue) Project(ReadOnlySpan<float> signal, int rate, double hertz)
    {
        var (from, to) = (signal.Length / 8, signal.Length * 7 / 8);
        double ss = 0, cc = 0, sc = 0, xs = 0, xc = 0;
        for (var i = from; i < to; i++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * hertz * i / rate);
            (ss, cc, sc, xs, xc) = (ss + (s * s), cc + (c * c), sc + (s * c), xs + (signal[i] * s), xc + (signal[i] * c));
        }

        var determinant = (ss * cc) - (sc * sc);
        var (a, b) = (((xs * cc) - (xc * sc)) / determinant, ((xc * ss) - (xs * sc)) / determinant);
        var rest = 0.0;
        for (var i = from; i < to; i++)
        {
            var (s, c) = Math.SinCos(2 * Math.PI * hertz * i / rate);
            rest += Math.Pow(signal[i] - (a * s) - (b * c), 2);
        }

        return (Math.Sqrt((a * a) + (b * b)), Math.Atan2(b, a), Math.Sqrt(rest / (to - from)));
    }

    /// <summary>Root mean square of the difference, where both have samples.</summary>
    public static double Difference(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int shift = 0)
    {
        var (sum, count) = (0.0, 0);
        for (var i = Math.Max(0, -shift); i < Math.Min(a.Length, b.Length - shift); i++, count++) sum += Math.Pow(a[i] - b[i + shift], 2);
        return Math.Sqrt(sum / Math.Max(1, count));
    }

    public static double Level(ReadOnlySpan<float> signal)
    {
        var sum = 0.0;
        foreach (var value in signal) sum += (double)value * value;
        return Math.Sqrt(sum / signal.Length);
    }
}
