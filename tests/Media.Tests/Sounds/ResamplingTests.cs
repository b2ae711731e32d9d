using PluginHost.Media.Sounds;

namespace PluginHost.Media.Tests.Sounds;

public sealed class ResamplingTests
{
    [Theory]
    [InlineData(44100, 11025, 440)]
    [InlineData(44100, 11025, 4000)]
    [InlineData(44100, 11025, 4400)]
    [InlineData(48000, 11025, 3000)]
    [InlineData(48000, 16000, 7000)]
    [InlineData(11025, 44100, 4000)]
    [InlineData(22050, 48000, 9000)]
    public void A_tone_keeps_its_level_phase_and_length(int from, int to, double hertz)
    {
        var sound = new Sound(from, Tone.Sine(from, from, hertz, 0.5, 0.3)).Resample(to);
        (sound.Rate, sound.Length).ShouldBe((to, to));
        var (level, phase, residue) = Tone.Project(sound.Channels[0], to, hertz);
        level.ShouldBe(0.5, 0.0005);
        phase.ShouldBe(0.3, 0.002);
        residue.ShouldBeLessThan(0.0005);
    }

    [Theory]
    [InlineData(44100, 11025, 6000)]
    [InlineData(44100, 11025, 9000)]
    [InlineData(48000, 16000, 9000)]
    public void A_tone_above_half_the_new_rate_is_gone(int from, int to, double hertz) =>
        Tone.Level(new Sound(from, Tone.Sine(from, from, hertz, 0.5)).Resample(to).Channels[0].AsSpan(to / 8,
            to * 3 / 4)).ShouldBeLessThan(0.00005);

    [Fact]
    public void Channels_stay_apart_and_the_same_rate_changes_nothing()
    {
        var sound = new Sound(8000, Tone.Sine(8000, 800, 500, 0.5), new float[800]);
        sound.Resample(8000).ShouldBeSameAs(sound);
        sound.Resample(16000).Channels[1].ShouldAllBe(value => value == 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Very_short_sounds_are_resampled_too(int length) =>
        new Sound(8000, Tone.Sine(8000, length, 500, 0.5)).Resample(11025).Length.ShouldBe((int)Math.Round(length * 11025 / 8000.0));
}
