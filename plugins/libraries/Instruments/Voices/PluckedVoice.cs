using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Voices;

/// <summary>
/// Plucked strings (Karplus-Strong): a burst of noise, softened and notched by the place of the pick, runs round a delay line
/// that loses a little at each turn; the sum of all strings passes the body's resonators.
/// </summary>
public sealed record PluckedVoice : Voice
{
    /// <summary>Gain of one turn round the string.</summary>
    public required double Loop { get; init; }

    /// <summary>Share of the neighbouring sample in a turn: 0.5 is dark, 0.1 bright.</summary>
    public double Loss { get; init; } = 0.4;

    /// <summary>One-pole low-pass of the burst: 0 is none.</summary>
    public double Softness { get; init; } = 0.45;

    /// <summary>Centre in Hz, level and ring time in seconds of the body's resonators.</summary>
    public IReadOnlyList<(double Frequency, double Level, double Ring)> Body { get; init; } = [];

    /// <summary>One-pole low-pass over the whole sound (electric bass); 0 = none.</summary>
    public double Cabinet { get; init; }

    /// <summary>Cents by which the string is pressed up and let down again within a note (guzheng).</summary>
    public double Press { get; init; }

    /// <summary>Plucks per second while a note is held (pipa); 0 = one.</summary>
    public double Repeats { get; init; }

    public double Click { get; init; }

    public override void Play(in Note note, Span<float> signal, int rate, Character character, ClipRandom random)
    {
        var hertz = Hertz(note.Pitch, character);
        var plucks = Repeats > 0 ? Math.Max(1, (int)(note.Duration * Repeats * character.Pace)) : 1;
        var spacing = note.Duration / plucks;
        for (var i = 0; i < plucks; i++)
        {
            var target = From(signal, note.Onset + (i * spacing), rate);
            var length = Math.Min(target.Length, (int)((plucks > 1 ? spacing * 1.2 : note.Duration) * rate));
            if (length < 8) return;
            Pluck(target[..length], hertz, note.Velocity / 127.0 * (i == 0 ? 1 : random.Uniform(0.6, 0.9)), rate, character, random);
        }
    }

    public override void Finish(Span<float> signal, int rate, Character character, ClipRandom random)
    {
        if (Cabinet > 0)
        {
            var state = 0.0;
            for (var i = 0; i < signal.Length; i++) signal[i] = (float)(state += (1 - Cabinet) * (signal[i] - state));
        }

        if (Body.Count == 0) return;
        var dry = signal.ToArray();
        foreach (var (frequency, level, ring) in Body)
            Resonate(dry, signal, frequency * character.Body, level * character.Colour, ring, rate);
    }

    public override Voice Vary(ClipRandom random) => this with
    {
        Loop = Math.Clamp(1 - ((1 - Loop) * random.Uniform(0.4, 2.5)), 0.95, 0.999),
        Loss = Math.Clamp(Loss * random.Uniform(0.4, 1.4), 0.05, 0.5),
        Softness = Math.Clamp(Softness * random.Uniform(0.4, 1.4), 0, 0.85),
        Body = [.. Body.Select(b => b with { Frequency = b.Frequency * random.Uniform(0.6, 1.8) })],
        Click = Click + random.Uniform(0, 0.1),
    };

    private void Pluck(Span<float> target, double hertz, double velocity, int rate, Character character, ClipRandom random)
    {
        var period = rate / hertz;
        var line = new double[(int)(period * 1.1) + 4];
        Excite(line, (int)Math.Max(2, period), velocity, random);
        var (write, fade) = ((int)Math.Max(2, period), Math.Max(1, (int)(0.012 * rate)));
        for (var i = 0; i < target.Length; i++)
        {
            var bend = Press == 0 ? 1 : 1 + (0.000577789 * Press * Math.Pow(Math.Sin(Math.PI * Math.Min(1, i / (0.35 * rate))), 2));
            var delay = Math.Max(1, (period / bend) - Loss);
            var whole = (int)delay;
            var part = delay - whole;
            var (a, b, c) = (Tap(line, write - whole), Tap(line, write - whole - 1), Tap(line, write - whole - 2));
            var here = a + (part * (b - a));
            var before = b + (part * (c - b));
            var value = Loop * (here + (Loss * (before - here)));
            line[write % line.Length] = value;
            write++;
            var level = Math.Min(1.0, (target.Length - i) / (double)fade);
            if (Click > 0 && i < 0.02 * rate) value += Click * character.Breath * velocity * random.Uniform(-1, 1);
            target[i] += (float)(value * level);
        }
    }

    private void Excite(double[] line, int length, double velocity, ClipRandom random)
    {
        var place = Math.Max(1, (int)(length * random.Uniform(0.12, 0.3)));
        var (state, mean) = (0.0, 0.0);
        for (var i = 0; i < length; i++)
        {
            state = (Softness * state) + ((1 - Softness) * random.Uniform(-1, 1));
            line[i] = velocity * state;
        }

        for (var i = length - 1; i >= place; i--) line[i] -= 0.9 * line[i - place];
        for (var i = 0; i < length; i++) mean += line[i] / length;
        for (var i = 0; i < length; i++) line[i] -= mean;
    }

    private static double Tap(double[] line, int index) => line[((index % line.Length) + line.Length) % line.Length];

    private static void Resonate(float[] dry, Span<float> wet, double frequency, double level, double ring, int rate)
    {
        var radius = Math.Exp(-1 / (ring * rate));
        var first = 2 * radius * Math.Cos(2 * Math.PI * frequency / rate);
        var (y1, y2, gain) = (0.0, 0.0, level * (1 - radius) * 2);
        for (var i = 0; i < dry.Length; i++)
        {
            var y = (gain * dry[i]) + (first * y1) - (radius * radius * y2);
            (y2, y1) = (y1, y);
            wet[i] += (float)y;
        }
    }
}
