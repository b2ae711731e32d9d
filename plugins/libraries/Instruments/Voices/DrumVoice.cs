using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Voices;

/// <summary>
/// Drum kit keyed by General MIDI percussion: kick = sine swept 120 to 50 Hz, snare = noise and 185/330 Hz, hats = high noise.
/// </summary>
public sealed record DrumVoice : Voice
{
    /// <summary>Factor on all tuned frequencies.</summary>
    public double Tuning { get; init; } = 1;

    /// <summary>Factor on all decays.</summary>
    public double Ring { get; init; } = 1;

    public override void Play(in Note note, Span<float> signal, int rate, Character character, ClipRandom random)
    {
        var target = From(signal, note.Onset, rate);
        var velocity = note.Velocity / 127.0;
        var tune = Tuning * character.Body;
        var ring = Ring * character.Pace;
        switch (note.Pitch)
        {
            case 35 or 36:
                Sweep(target, 120 * tune, 50 * tune, 0.16 * ring, velocity, rate);
                Hiss(target, 0.01, 0.2 * velocity, 0, rate, random);
                break;
            case 38 or 40:
                Sweep(target, 185 * tune, 180 * tune, 0.08 * ring, 0.45 * velocity, rate);
                Sweep(target, 330 * tune, 325 * tune, 0.06 * ring, 0.3 * velocity, rate);
                Hiss(target, 0.1 * ring, 0.6 * velocity * character.Breath, 0.3, rate, random);
                break;
            case 42 or 44 or 46:
                Hiss(target, (note.Pitch == 46 ? 0.12 : 0.035) * ring, 0.4 * velocity * character.Breath, 0.9, rate, random);
                break;
            default:
                var base_ = (80 + ((note.Pitch - 41) * 9)) * tune;
                Sweep(target, base_ * 1.5, base_, 0.18 * ring, 0.8 * velocity, rate);
                break;
        }
    }

    public override Voice Vary(ClipRandom random) =>
        this with { Tuning = Tuning * random.Uniform(0.6, 2.2), Ring = Ring * random.Uniform(0.5, 1.8) };

    private static void Sweep(Span<float> target, double from, double to, double decay, double level, int rate)
    {
        var length = Math.Min(target.Length, (int)(decay * 6 * rate));
        var phase = 0.0;
        for (var i = 0; i < length; i++)
        {
            var time = i / (double)rate;
            phase += 2 * Math.PI * (to + ((from - to) * Math.Exp(-time / 0.03))) / rate;
            target[i] += (float)(level * Math.Exp(-time / decay) * Math.Sin(phase));
        }
    }

    private static void Hiss(Span<float> target, double decay, double level, double highPass, int rate, ClipRandom random)
    {
        var length = Math.Min(target.Length, (int)(decay * 6 * rate));
        var (low, fall) = (0.0, Math.Exp(-1 / (decay * rate)));
        for (var i = 0; i < length; i++)
        {
            var noise = random.Uniform(-1, 1);
            low += 0.5 * (noise - low);
            target[i] += (float)(level * (noise - (highPass * low)));
            level *= fall;
        }
    }
}
