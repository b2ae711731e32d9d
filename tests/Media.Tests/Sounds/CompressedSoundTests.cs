using PluginHost.Media.Sounds;

namespace PluginHost.Media.Tests.Sounds;

/// <summary>Compressed sounds against ffmpeg's decoding of the same files, which Samples/make.sh made.</summary>
public sealed class CompressedSoundTests
{
    // Every sample is 0.6 s. Where ffmpeg knows how much an encoder put before and behind the sound, both cut it off. Vorbis gives the
    // exact length too; ffmpeg 5.1 is 128 samples short or 41 long there. Layer 2 and the two MP3s without a tag hold whole frames.
    [Theory]
    [InlineData("stereo-44100.mp3", 2, 44100, 26460, 1e-6)]
    [InlineData("mono-22050-vbr.mp3", 1, 22050, 13230, 1e-6)]
    [InlineData("no-xing.mp3", 1, 44100, 27648, 1e-6)]
    [InlineData("mp3-inside.wav", 1, 11025, 8064, 1e-6)]
    [InlineData("layer2.mp2", 1, 48000, 28800, 1e-4)]
    [InlineData("stereo-44100.ogg", 2, 44100, 26460, 1e-6)]
    [InlineData("mono-11025.ogg", 1, 11025, 6615, 1e-6)]
    [InlineData("stereo.opus", 2, 48000, 28800, 2e-4)]
    [InlineData("mono-voip.opus", 1, 48000, 28800, 2e-4)]
    public void A_compressed_sound_is_decoded_as_ffmpeg_decodes_it(string name, int channels, int rate, int length, double bound)
    {
        var file = Folder.Sample(name);
        var sound = SoundFile.Read(file);
        (sound.Rate, sound.Channels.Count, sound.Length).ShouldBe((rate, channels, length));
        // ffmpeg's own Opus decoder resamples speech otherwise than libopus does.
        var reference = Program.Decode(file, channels, name.EndsWith(".opus", StringComparison.Ordinal) ? ["-c:a", "libopus"] : []);
        for (var channel = 0; channel < channels; channel++)
        {
            Math.Abs(reference[channel].Length - length).ShouldBeLessThanOrEqualTo(128);
            Tone.Level(reference[channel]).ShouldBeGreaterThan(0.1);
            Tone.Difference(sound.Channels[channel], reference[channel]).ShouldBeLessThan(bound, $"channel {channel}");
        }
    }

    [Theory]
    [InlineData(11025)]
    [InlineData(12000)]
    [InlineData(16000)]
    [InlineData(24000)]
    [InlineData(32000)]
    [InlineData(48000)]
    public void An_mp3_of_any_rate_is_as_long_as_what_was_encoded(int rate)
    {
        using var folder = new Folder();
        Program.Encode(folder["a.mp3"], rate, 1, "-t", "1", "-id3v2_version", "3", "-metadata", "title=A tag", "-c:a", "libmp3lame",
            "-q:a", "3");
        var sound = SoundFile.Read(folder["a.mp3"]);
        var reference = Program.Decode(folder["a.mp3"], 1)[0];
        (sound.Rate, sound.Length, reference.Length).ShouldBe((rate, rate, rate));
        Tone.Difference(sound.Channels[0], reference).ShouldBeLessThan(2e-6);
    }

    [Fact]
    public void The_one_rate_that_the_decoder_gets_wrong_is_refused()
    {
        using var folder = new Folder();
        Program.Encode(folder["a.mp3"], 8000, 1, "-c:a", "libmp3lame");
        Refused.Finding(() => SoundFile.Read(folder["a.mp3"]), folder["a.mp3"]).What.ShouldContain("8000 samples a second");
    }

    [Fact]
    public void A_sound_is_read_by_its_content_whatever_its_name()
    {
        using var folder = new Folder();
        var bytes = File.ReadAllBytes(Folder.Sample("stereo-44100.mp3"));
        var named = SoundFile.Read(folder.Write("sound.wav", bytes));
        named.Channels[1].ShouldBe(SoundFile.Read(Folder.Sample("stereo-44100.mp3")).Channels[1]);
        SoundFile.Read(folder.Write("sound.mp3", File.ReadAllBytes(Folder.Sample("stereo.opus")))).Rate.ShouldBe(48000);
    }

    [Fact]
    public void Opus_with_more_than_two_channels_is_decoded_in_the_order_of_the_file()
    {
        using var folder = new Folder();
        // Quiet, loud and middle loud: a swapped channel is seen.
        Program.Ffmpeg(
            "-f", "lavfi", "-i", "aevalsrc=0.02*sin(2000*t)|0.5*sin(3000*t)|0.1*sin(4000*t):s=48000:c=3.0", "-t", "0.5",
            "-c:a", "libopus", "-b:a", "192k", "-mapping_family", "1", folder["three.opus"]);
        var sound = SoundFile.Read(folder["three.opus"]);
        var reference = Program.Decode(folder["three.opus"], 3, "-c:a", "libopus");
        sound.Channels.Count.ShouldBe(3);
        // ffmpeg puts Vorbis's order (left, centre, right) into its own (left, right, centre).
        int[] order = [0, 2, 1];
        for (var channel = 0; channel < 3; channel++)
            Tone.Difference(sound.Channels[channel],
                reference[order[channel]]).ShouldBeLessThan(2e-3 * Tone.Level(reference[order[channel]]) + 1e-4);
    }

    [Fact]
    public void Two_sounds_in_one_ogg_are_refused_and_not_half_read()
    {
        using var folder = new Folder();
        var bytes = File.ReadAllBytes(Folder.Sample("mono-11025.ogg"));
        var file = folder.Write("two.ogg", [.. bytes, .. bytes]);
        Refused.Finding(() => SoundFile.Read(file), file).What.ShouldContain("several sounds");
    }

    [Theory]
    [InlineData("mono-11025.ogg")]
    [InlineData("mono-voip.opus")]
    public void A_sound_whose_last_page_does_not_say_so_is_whole_unless_its_last_packet_goes_on(string name)
    {
        using var folder = new Folder();
        var bytes = File.ReadAllBytes(Folder.Sample(name));
        var last = bytes.AsSpan().LastIndexOf("OggS"u8);
        bytes[last + 5] &= 0xFB;
        var unmarked = SoundFile.Read(folder.Write("unmarked.ogg", HostileFiles.SignPages([.. bytes])));
        var whole = SoundFile.Read(Folder.Sample(name));
        // Where the mark is missing, Vorbis' decoder does not cut off what fills the last block.
        unmarked.Length.ShouldBeInRange(whole.Length, whole.Length + 2048);
        unmarked.Channels[0].AsSpan(0, whole.Length).SequenceEqual(whole.Channels[0]).ShouldBeTrue();

        // The last piece of a packet has less than 255 bytes.
        var piece = last + 26 + bytes[last + 26];
        var goesOn = folder.Write("goes-on.ogg", HostileFiles.SignPages([.. bytes[..piece], 255, .. bytes[(piece + 1)..], .. new byte[255 - bytes[piece]]]));
        Refused.Finding(() => SoundFile.Read(goesOn), goesOn).What.ShouldContain("its last page is missing");
    }
}
