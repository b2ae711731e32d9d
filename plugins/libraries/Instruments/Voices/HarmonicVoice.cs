using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Voices;

/// <summary>
/// Bowed, blown and free-reed instruments: harmonics of a common phase (so that vibrato and glides keep them locked), shaped by a
/// roll-off 1/k^p or, for brass, by exp(-k / (c (0.25 + 0.75 envelope velocity))), body resonances, breath noise.
/// </summary>
public sealed record HarmonicVoice : Voice
{
    private const int MostHarmonics = 60;

    public double Rolloff { get; init; } = 1;

    /// <summary>Gain of even harmonics (clarinet 0.08).</summary>
    public double Even { get; init; } = 1;

    /// <summary>Brass: the c of the brightness that follows loudness; 0 = off.</summary>
    public double Brass { get; init; }

    public IReadOnlyList<Resonance> Resonances { get; init; } = [];

    public double Attack { get; init; } = 0.04;

    public double Release { get; init; } = 0.05;

    /// <summary>Hz, cents, and seconds before the vibrato sets in.</summary>
    public (double Rate, double Cents, double Delay) Vibrato { get; init; }

    /// <summary>Hz and depth (0 to 1) of a level swing.</summary>
    public (double Rate, double Depth) Tremolo { get; init; }

    /// <summary>Breath or bow noise as a part of the tone's level.</summary>
    public double Noise { get; init; }

    /// <summary>Cents from which each note glides to its pitch within about 0.1 s.</summary>
    public double Glide { get; init; }

    /// <summary>Two copies this many cents above and below (musette); 0 = one copy.</summary>
    public double Beat { get; init; }

    /// <summary>Constant tones in Hz under the melody (bagpipe).</summary>
    public IReadOnlyList<double> Drones { get; init; } = [];

    public override void Play(in Note note, Span<float> signal, int rate, Character character, ClipRandom random)
    {
        var target = From(signal, note.Onset, rate);
        var hertz = Hertz(note.Pitch, character);
        if (Beat == 0)
        {
            Tone(target, hertz, note.Duration, note.Velocity / 127.0, rate, character, random);
            return;
        }

        var spread = Math.Pow(2, Beat * character.Pace / 1200);
        Tone(target, hertz * spread, note.Duration, note.Velocity / 127.0, rate, character, random);
        Tone(target, hertz / spread, note.Duration, note.Velocity / 127.0, rate, character, random);
    }

    public override void Finish(Span<float> signal, int rate, Character character, ClipRandom random)
    {
        foreach (var drone in Drones)
            (this with { Vibrato = default, Drones = [] }).Tone(signal, drone, signal.Length / (double)rate, 0.35, rate, character, random);
    }

    public override Voice Vary(ClipRandom random) => this with
    {
        Rolloff = Rolloff * random.Uniform(0.7, 1.5),
        Even = random.Chance(0.4) ? random.Uniform(0.1, 1) : Even,
        Brass = Brass == 0 ? 0 : Brass * random.Uniform(0.6, 1.8),
        Resonances = [.. Resonances.Select(r => r with { Frequency = r.Frequency * random.Uniform(0.6, 1.7) })],
        Attack = Attack * random.Uniform(0.5, 2),
        Noise = Noise + random.Uniform(0, 0.03),
        Beat = random.Chance(0.25) ? random.Uniform(4, 14) : Beat,
    };

    private void Tone(Span<float> target, double hertz, double seconds, double velocity, int rate, Character character, ClipRandom random)
    {
        var length = Math.Min(target.Length, (int)((seconds + Release) * rate));
        var harmonics = (int)Math.Min(MostHarmonics, 0.47 * rate / hertz);
        if (length <= 0 || harmonics < 1) return;
        var weights = Weights(hertz, harmonics, character);
        var attack = Math.Max(1, Attack * character.Pace * rate);
        var release = Release * rate;
        var held = seconds * rate;
        var step = 2 * Math.PI * hertz / rate;
        var vibratoStep = 2 * Math.PI * Vibrato.Rate * character.Pace / rate;
        var (vibratoPhase, tremoloPhase) = (random.Uniform(0, 6.28), random.Uniform(0, 6.28));
        var tremoloStep = 2 * Math.PI * Tremolo.Rate * character.Pace / rate;
        var phase = random.Uniform(0, 2 * Math.PI);
        var breath = 0.0;
        for (var i = 0; i < length; i++)
        {
            var envelope = Math.Min(1, i / attack) * Math.Clamp((held + release - i) / release, 0, 1);
            var cents = Glide == 0 ? 0 : -Glide * Math.Exp(-i / (0.04 * rate));
            if (Vibrato.Cents > 0 && i > Vibrato.Delay * rate) cents += Vibrato.Cents * Math.Sin(vibratoPhase + (vibratoStep * i));
            phase += cents == 0 ? step : step * (1 + (cents * 0.000577789));
            var level = envelope * velocity * (1 + (Tremolo.Depth * Math.Sin(tremoloPhase + (tremoloStep * i))));
            var damping = Brass == 0 ? 1 : Math.Exp(-1 / (Brass * (0.25 + (0.75 * envelope * velocity))));
            var sample = Sum(weights, phase, damping);
            if (Noise > 0)
            {
                breath += 0.6 * (random.Uniform(-1, 1) - breath);
                sample += Noise * character.Breath * breath * 4;
            }

            target[i] += (float)(level * sample);
        }
    }

    // sin(k x) by the Chebyshev recurrence: two trigonometric calls a sample instead of one a harmonic.
    private static double Sum(double[] weights, double phase, double damping)
    {
        var (previous, (current, cosine)) = (0.0, Math.SinCos(phase));
        var twice = 2 * cosine;
        var (sum, factor) = (0.0, damping);
        foreach (var weight in weights)
        {
            sum += weight * factor * current;
            factor *= damping;
            (previous, current) = (current, (twice * current) - previous);
        }

        return sum;
    }

    private double[] Weights(double hertz, int harmonics, Character character)
    {
        var weights = new double[harmonics];
        var total = 0.0;
        for (var k = 1; k <= harmonics; k++)
        {
            var gain = Brass > 0 ? 1 : Math.Pow(k, -Rolloff);
            if (k % 2 == 0) gain *= Even;
            var body = 1.0;
            foreach (var resonance in Resonances) body += resonance.At(k * hertz, character);
            weights[k - 1] = gain * body;
            total += weights[k - 1] * weights[k - 1];
        }

        var scale = 1 / Math.Sqrt(total);
        for (var k = 0; k < harmonics; k++) weights[k] *= scale;
        return weights;
    }
}
