using System.Text;
using PluginHost.Media.Sounds;

namespace PluginHost.Media.Tests.Sounds;

/// <summary>The first seconds of long sounds.</summary>
public sealed class SoundStartTests
{
    private const int Rate = 11025;

    [Theory]
    [InlineData("s16.wav", "-c:a pcm_s16le")]
    [InlineData("s24.wav", "-c:a pcm_s24le")]
    [InlineData("f32.wav", "-c:a pcm_f32le")]
    [InlineData("mulaw.wav", "-c:a pcm_mulaw")]
    [InlineData("long.wav", "-c:a pcm_s16le -rf64 always")]
    [InlineData("tone.aiff", "-c:a pcm_s16be")]
    [InlineData("tone.ogg", "-c:a libvorbis")]
    public void Are_those_of_the_whole(string name, string options)
    {
        using var folder = new Folder();
        foreach (var channels in (int[])[1, 3])
        {
            Program.Encode(folder[name], Rate, channels, options.Split(' '));
            var whole = SoundFile.Read(folder[name]);
            whole.Length.ShouldBeGreaterThan(Rate / 10);
            foreach (var seconds in (double[])[0.01, 0.1, 1000])
            {
                var start = SoundFile.ReadStart(folder[name], seconds);
                var length = (int)Math.Min(whole.Length, Math.Ceiling(seconds * Rate));
                (start.Rate, start.Channels.Count, start.Length).ShouldBe((Rate, channels, length));
                for (var channel = 0; channel < channels; channel++) start.Channels[channel].ShouldBe(whole.Channels[channel][..length]);
            }
        }
    }

    [Fact]
    public void Of_a_WAV_of_gigabytes_no_more_is_read_than_is_asked_for()
    {
        using var folder = new Folder();
        var file = folder["night.wav"];
        using (var stream = File.Create(file))
        {
            // 3 GB of 192 kHz in 8 channels; behind the header a hole that takes no disk.
            const uint size = 3_000_000_000;
            stream.Write([.. "RIFF"u8, .. BitConverter.GetBytes(size + 36), .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 8, 0,
                .. BitConverter.GetBytes(192000), .. BitConverter.GetBytes(192000 * 16), 16, 0, 16, 0, .. "data"u8, .. BitConverter.GetBytes(size)]);
            stream.SetLength(size + 44L);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = SoundFile.ReadStart(file, 0.5);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(32 << 20);
        (start.Rate, start.Channels.Count, start.Length).ShouldBe((192000, 8, 96000));
        Refused.Finding(() => SoundFile.Read(file), file).Code.ShouldBe("MEDIA04");
    }

    [Fact]
    public void Cut_empty_and_foreign_files_are_refused_as_whole_ones_are()
    {
        using var folder = new Folder();
        var bytes = SoundFile.Encode(new Sound(8000, Tone.Sine(8000, 8000, 220, 0.3)));
        var cut = folder.Write("cut.wav", bytes[..^100]);
        Refused.Finding(() => SoundFile.ReadStart(cut, 0.1), cut).What.ShouldBe(Refused.Finding(() => SoundFile.Read(cut), cut).What);
        Refused.Finding(() => SoundFile.ReadStart(folder.Write("empty.wav", []), 1), "empty.wav").What.ShouldContain("is an empty file");
        Refused.Finding(() => SoundFile.ReadStart(folder.Write("page.wav", Encoding.UTF8.GetBytes("<html>")), 1), "page.wav").Code.ShouldBe("MEDIA02");
        Refused.Finding(() => SoundFile.ReadStart(folder["none.wav"], 1), "none.wav").Code.ShouldBe("MEDIA01");
        for (var length = 0; length < 60; length++)
            Refused.Finding(() => SoundFile.ReadStart(folder.Write("head.wav", bytes[..length]), 0.1), "head.wav");
    }
}
