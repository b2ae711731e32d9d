using PluginHost.Plugins.Separation;
using PluginHost.Plugins.Separation.Mixing;

namespace PluginHost.Separation.Tests;

/// <summary>The crop rule of docs/separation.md, "Clips", worked out by hand.</summary>
public sealed class ClipTests
{
    private static readonly SeparationOptions s_official = new();

    [Fact]
    public void Evaluation_takes_the_clip_around_the_middle_frame()
    {
        // 30 frames: centre frame 15, at 14.5 s; c = floor(14.5 · 11025) = 159862; 65534 samples from c - 32767.
        var clip = Clip.Plan(s_official, 330750, 30, 1, null);
        clip.ShouldBe(new Clip(1, 159862 - 32767, 0, 65534, 14));
    }

    [Theory]
    [InlineData(0.0, 9)]
    [InlineData(0.0714, 9)]
    [InlineData(0.0715, 10)]
    [InlineData(0.9999, 22)]
    public void Training_draws_the_centre_frame_evenly_between_the_margins(double position, int frame)
    {
        // Margin 8: frames 9 to 22 of 30, fourteen of them.
        var clip = Clip.Plan(s_official, 330750, 30, 1, position);
        clip.Frame.ShouldBe(frame - 1);
        clip.From.ShouldBe((int)((frame - 0.5) * 11025) - 32767);
    }

    [Theory]
    [InlineData(0.0, 4)]
    [InlineData(0.9999, 9)]
    public void In_a_short_video_the_interval_turns_round(double position, int frame)
    {
        // 12 frames: 9 is not below 4, so frames 4 to 9.
        Clip.Plan(s_official, 132300, 12, 1, position).Frame.ShouldBe(frame - 1);
    }

    [Fact]
    public void A_clip_that_begins_before_the_sound_leaves_silence_in_front()
    {
        // 4 frames of 1 s: centre frame 2 at 1.5 s, c = 16537, so 16230 samples are missing in front; the sound has 70000 samples.
        var clip = Clip.Plan(s_official, 70000, 4, 1, null);
        clip.ShouldBe(new Clip(1, 0, 32767 - 16537, 16537 + 32767, 1));
    }

    [Theory]
    [InlineData(65535, 1)]
    [InlineData(65534, 2)]
    [InlineData(30000, 3)]
    public void Sound_shorter_than_the_clip_is_repeated(int samples, int tiles) =>
        Clip.Plan(s_official, samples, 6, 1, null).Tiles.ShouldBe(tiles);

    [Fact]
    public void Clips_inside_the_sound_reach_from_its_beginning_to_its_end()
    {
        var options = new SeparationOptions { Frames = 64, Bins = 64, ClipSamples = 16128, Crop = CropKind.Inside };
        Clip.Plan(options, 39690, 29, 8, 0).ShouldBe(new Clip(1, 0, 0, 16128, 5));
        Clip.Plan(options, 39690, 29, 8, 0.999999).From.ShouldBe(39690 - 16128);
        var middle = Clip.Plan(options, 39690, 29, 8, null);
        middle.From.ShouldBe((39690 - 16128) / 2);
        middle.Frame.ShouldBe(14);
    }

    [Theory]
    [InlineData(256, null, true)]
    [InlineData(256, 65535, true)]
    [InlineData(64, 16128, true)]
    [InlineData(64, 16127, false)]
    [InlineData(64, 16384, false)]
    public void The_clip_length_has_to_make_the_frames(int frames, int? samples, bool good)
    {
        var findings = new SeparationOptions { Frames = frames, ClipSamples = samples }.Check().ToArray();
        findings.Length.ShouldBe(good ? 0 : 1);
        findings.ShouldAllBe(finding => finding.Where == "clipSamples");
    }

    [Fact]
    public void The_official_clip_has_65535_samples() => s_official.Clip.ShouldBe(65535);
}
