namespace PluginHost.Instruments.Rooms;

/// <summary>One-pole microphone, two echoes, level, noise floor: what makes two takes of one sound differ.</summary>
public static class Room
{
    /// <summary>Changes the signal in place. A signal without energy is left as it is, with noise added.</summary>
    public static void Record(Span<float> signal, int rate, RoomOptions options, ClipRandom random)
    {
        Microphone(signal, random.Uniform(0.05, 0.35));
        Echo(signal, (int)(random.Uniform(0.017, 0.045) * rate), random.Uniform(0.3, 1) * options.Echo);
        Echo(signal, (int)(random.Uniform(0.05, 0.11) * rate), random.Uniform(0.2, 0.8) * options.Echo);
        var decibels = random.Uniform(-options.LevelSpreadDecibels, options.LevelSpreadDecibels);
        Normalise(signal, options.Level * Math.Pow(10, decibels / 20));
        var noise = Math.Pow(10, options.NoiseDecibels / 20);
        for (var i = 0; i < signal.Length; i++) signal[i] = (float)Limit(signal[i] + (noise * random.Normal()));
    }

    public static double RootMeanSquare(ReadOnlySpan<float> signal)
    {
        var sum = 0.0;
        foreach (var value in signal) sum += (double)value * value;
        return Math.Sqrt(sum / Math.Max(1, signal.Length));
    }

    /// <summary>Scales to a root mean square; false when the signal is silent or holds a value that is no number.</summary>
    public static bool Normalise(Span<float> signal, double level)
    {
        var now = RootMeanSquare(signal);
        if (!double.IsFinite(now) || now < 1e-6) return false;
        var factor = (float)(level / now);
        for (var i = 0; i < signal.Length; i++) signal[i] *= factor;
        return true;
    }

    // Plucked strings have peaks beyond full scale at this level: bend them, as tape would, from 0.7 on.
    private static double Limit(double value) =>
        Math.Abs(value) <= 0.7 ? value : Math.Sign(value) * (0.7 + (0.3 * Math.Tanh((Math.Abs(value) - 0.7) / 0.3)));

    private static void Microphone(Span<float> signal, double pole)
    {
        var state = 0.0;
        for (var i = 0; i < signal.Length; i++) signal[i] = (float)(state = (pole * state) + ((1 - pole) * signal[i]));
    }

    // From the end, so that an echo is of the dry signal.
    private static void Echo(Span<float> signal, int delay, double gain)
    {
        for (var i = signal.Length - 1; i >= delay; i--) signal[i] += (float)(gain * signal[i - delay]);
    }
}
