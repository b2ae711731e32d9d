using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Voices;

/// <summary>The sound of one instrument class. Immutable; may be used from several threads.</summary>
public abstract record Voice
{
    /// <summary>Adds one note to a mono signal. The level is free: the room sets the clip's final one.</summary>
    public abstract void Play(in Note note, Span<float> signal, int rate, Character character, ClipRandom random);

    /// <summary>Passes the sum of all notes through what they share (body, membrane, drones).</summary>
    public virtual void Finish(Span<float> signal, int rate, Character character, ClipRandom random)
    {
    }

    /// <summary>A related instrument: the same construction with other dimensions.</summary>
    public abstract Voice Vary(ClipRandom random);

    internal static double Hertz(double pitch, Character character) =>
        440 * Math.Pow(2, ((pitch - 69) / 12) + (character.Cents / 1200));

    internal static Span<float> From(Span<float> signal, double seconds, int rate)
    {
        var start = (int)Math.Round(seconds * rate);
        return start >= signal.Length ? [] : signal[start..];
    }
}
