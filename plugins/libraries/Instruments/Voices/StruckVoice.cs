using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Voices;

/// <summary>
/// Struck strings and bars: decaying partials, each a rotating phasor, and a short click of the hammer or mallet.
/// Piano: k f0 sqrt(1 + 4e-4 k^2) with decay 2.2 / (1 + 0.25 k) s; xylophone: modes 1, 3, 6.1, 9.8 with decay 0.22 s.
/// </summary>
public sealed record StruckVoice : Voice
{
    /// <summary>Frequencies of the partials over the first one's.</summary>
    public required IReadOnlyList<double> Modes { get; init; }

    /// <summary>Amplitude of partial k is k^-Rolloff.</summary>
    public double Rolloff { get; init; } = 1.3;

    /// <summary>Seconds in which the first partial falls to 1/e.</summary>
    public required double Decay { get; init; }

    /// <summary>Decay of partial k (counted from 1) is Decay / (1 + Haste k).</summary>
    public double Haste { get; init; }

    public double Click { get; init; } = 0.1;

    /// <summary>Seconds in which a note dies when its key is let go.</summary>
    public double Damper { get; init; } = 0.12;

    public static double[] StretchedString(int partials, double stiffness) =>
        [.. Enumerable.Range(1, partials).Select(k => k * Math.Sqrt(1 + (stiffness * k * k)))];

    public override void Play(in Note note, Span<float> signal, int rate, Character character, ClipRandom random)
    {
        var target = From(signal, note.Onset, rate);
        var hertz = Hertz(note.Pitch, character);
        var velocity = note.Velocity / 127.0;
        var held = (int)(note.Duration * rate);
        var length = Math.Min(target.Length, (int)((note.Duration + (4 * Damper)) * rate));
        for (var k = 1; k <= Modes.Count; k++)
        {
            var frequency = hertz * Modes[k - 1];
            if (frequency > 0.47 * rate) break;
            var brightness = Rolloff * (1.35 - (0.5 * velocity)) / character.Colour;
            var gain = velocity * Math.Pow(k, -brightness);
            var fall = Math.Exp(-1 / (Decay * character.Pace / (1 + (Haste * k)) * rate));
            Partial(target[..length], frequency * 2 * Math.PI / rate, gain, fall, held, Math.Exp(-1 / (Damper * rate)), random);
        }

        Strike(target, velocity * Click * character.Breath, rate, random);
    }

    public override Voice Vary(ClipRandom random) => this with
    {
        Modes = [.. Modes.Select((mode, k) => k == 0 ? mode : mode * random.Uniform(0.85, 1.25))],
        Decay = Decay * random.Uniform(0.4, 2.2),
        Rolloff = Rolloff * random.Uniform(0.7, 1.4),
        Click = Click * random.Uniform(0.5, 2),
    };

    private static void Partial(Span<float> target, double step, double gain, double fall, int held, double damper, ClipRandom random)
    {
        var (sine, cosine) = Math.SinCos(random.Uniform(0, 2 * Math.PI));
        var (turnSine, turnCosine) = Math.SinCos(step);
        var (x, y) = (gain * cosine, gain * sine);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += (float)y;
            var shrink = i < held ? fall : fall * damper;
            (x, y) = (shrink * ((x * turnCosine) - (y * turnSine)), shrink * ((x * turnSine) + (y * turnCosine)));
        }
    }

    private static void Strike(Span<float> target, double level, int rate, ClipRandom random)
    {
        var length = Math.Min(target.Length, (int)(0.03 * rate));
        for (var i = 0; i < length; i++) target[i] += (float)(level * random.Uniform(-1, 1) * Math.Exp(-i / (0.006 * rate)));
    }
}
