using PluginHost.Instruments;
using PluginHost.Instruments.Catalog;
using PluginHost.Instruments.Rooms;
using PluginHost.Instruments.Scores;
using PluginHost.Instruments.Voices;

namespace DataSets.Tests.Instruments;

public sealed class VoiceTests
{
    private const int Rate = 11025;

    [Theory]
    [InlineData("violin", 69, 440.0)]
    [InlineData("cello", 57, 220.0)]
    [InlineData("clarinet", 69, 440.0)]
    [InlineData("trumpet", 57, 220.0)]
    [InlineData("piano", 57, 220.0)]
    [InlineData("xylophone", 69, 440.0)]
    [InlineData("acoustic_guitar", 57, 220.0)]
    [InlineData("electric_bass", 45, 110.0)]
    [InlineData("banjo", 69, 440.0)]
    [InlineData("ukulele", 69, 440.0)]
    public void A_note_sounds_at_its_pitch(string name, int pitch, double hertz)
    {
        var signal = new float[2 * Rate];
        var voice = InstrumentCatalog.Get(name).Voice;
        voice.Play(new Note(0, 1.9, pitch, 100), signal, Rate, new Character(), new ClipRandom(1, name));
        // Energy at the fundamental against tones a semitone away.
        var here = Strength(signal, hertz);
        here.ShouldBeGreaterThan(3 * Strength(signal, hertz * Math.Pow(2, 1 / 12.0)));
        here.ShouldBeGreaterThan(3 * Strength(signal, hertz * Math.Pow(2, -1 / 12.0)));
    }

    [Fact]
    public void A_clarinet_has_weak_even_harmonics_and_a_violin_has_not()
    {
        EvenShare("clarinet").ShouldBeLessThan(0.2);
        EvenShare("violin").ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void A_louder_trumpet_note_is_brighter()
    {
        Centroid("trumpet", 110).ShouldBeGreaterThan(1.2 * Centroid("trumpet", 50));
    }

    [Fact]
    public void Every_class_is_recorded_at_the_level_asked_for()
    {
        foreach (var name in InstrumentCatalog.FirstNames(25))
        {
            var instrument = InstrumentCatalog.Get(name);
            var random = new ClipRandom(2, name);
            var score = Composer.Compose(instrument.Style, 3.6, random.Branch("score"));
            var signal = Performer.Play(instrument, score, Rate, new RoomOptions(), random.Branch("audio"));
            signal.Length.ShouldBe(39690);
            signal.ShouldAllBe(value => float.IsFinite(value) && Math.Abs(value) <= 1);
            var decibels = 20 * Math.Log10(Room.RootMeanSquare(signal) / 0.08);
            // +-2 dB is the option; a quarter more for the noise and the bent peaks of plucked strings.
            decibels.ShouldBeInRange(-2.25, 2.25, name);
        }
    }

    [Fact]
    public void Silence_and_values_that_are_no_numbers_cannot_be_levelled()
    {
        Room.Normalise(new float[100], 0.08).ShouldBeFalse();
        Room.Normalise([0, float.NaN, 1], 0.08).ShouldBeFalse();
        Room.Normalise([0, 0.1f, -0.1f], 0.08).ShouldBeTrue();
    }

    private static double EvenShare(string name)
    {
        var signal = Note(name, 57, 100);
        var odd = Strength(signal, 220) + Strength(signal, 660) + Strength(signal, 1100);
        var even = Strength(signal, 440) + Strength(signal, 880) + Strength(signal, 1320);
        return even / odd;
    }

    private static double Centroid(string name, int velocity)
    {
        var signal = Note(name, 57, velocity);
        var lines = Enumerable.Range(1, 20).Select(k => (Frequency: 220.0 * k, Level: Strength(signal, 220 * k))).ToList();
        return lines.Sum(line => line.Frequency * line.Level) / lines.Sum(line => line.Level);
    }

    private static float[] Note(string name, int pitch, int velocity)
    {
        var signal = new float[Rate];
        InstrumentCatalog.Get(name).Voice.Play(new Note(0, 0.9, pitch, velocity), signal, Rate, new Character(), new ClipRandom(1, name));
        return signal;
    }

    // Magnitude of one Fourier coefficient under a Hann window, over +-1 % to allow for vibrato and detuned copies.
    private static double Strength(float[] signal, double hertz)
    {
        var best = 0.0;
        for (var shift = -10; shift <= 10; shift++)
        {
            var (real, imaginary) = (0.0, 0.0);
            for (var i = 0; i < signal.Length; i++)
            {
                var window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / signal.Length));
                var (sine, cosine) = Math.SinCos(2 * Math.PI * hertz * (1 + (shift * 0.001)) * i / Rate);
                real += window * signal[i] * cosine;
                imaginary += window * signal[i] * sine;
            }

            best = Math.Max(best, Math.Sqrt((real * real) + (imaginary * imaginary)));
        }

        return best;
    }
}
