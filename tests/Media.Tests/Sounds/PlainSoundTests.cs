using System.Buffers.Binary;
using System.Text;
using PluginHost.Media.Sounds;

namespace PluginHost.Media.Tests.Sounds;

/// <summary>Uncompressed sounds: every coding against ffmpeg, headers written by hand.</summary>
public sealed class PlainSoundTests
{
    private const int Rate = 11025;

    // Steps of the coding; a coding read a bit wrongly is off by more.
    [Theory]
    [InlineData("u8.wav", "-c:a pcm_u8", 0)]
    [InlineData("s16.wav", "-c:a pcm_s16le", 0)]
    [InlineData("s24.wav", "-c:a pcm_s24le", 0)]
    [InlineData("s32.wav", "-c:a pcm_s32le", 6e-8)]
    [InlineData("f32.wav", "-c:a pcm_f32le", 0)]
    [InlineData("f64.wav", "-c:a pcm_f64le", 6e-8)]
    [InlineData("alaw.wav", "-c:a pcm_alaw", 0)]
    [InlineData("mulaw.wav", "-c:a pcm_mulaw", 0)]
    [InlineData("long.wav", "-c:a pcm_s16le -rf64 always", 0)]
    [InlineData("s8.aiff", "-c:a pcm_s8", 0)]
    [InlineData("s16.aiff", "-c:a pcm_s16be", 0)]
    [InlineData("s24.aiff", "-c:a pcm_s24be", 0)]
    [InlineData("s32.aiff", "-c:a pcm_s32be", 6e-8)]
    [InlineData("little.aifc", "-f aiff -c:a pcm_s16le", 0)]
    [InlineData("f32.aifc", "-f aiff -c:a pcm_f32be", 0)]
    [InlineData("f64.aifc", "-f aiff -c:a pcm_f64be", 6e-8)]
    [InlineData("alaw.aifc", "-f aiff -c:a pcm_alaw", 0)]
    [InlineData("mulaw.aifc", "-f aiff -c:a pcm_mulaw", 0)]
    public void Every_coding_is_read_as_ffmpeg_reads_it(string name, string options, double tolerance)
    {
        using var folder = new Folder();
        foreach (var channels in (int[])[1, 2, 3])
        {
            var file = folder[name];
            Program.Encode(file, Rate, channels, options.Split(' '));
            var sound = SoundFile.Read(file);
            (sound.Rate, sound.Channels.Count).ShouldBe((Rate, channels));
            var reference = Program.Decode(file, channels);
            for (var channel = 0; channel < channels; channel++)
            {
                sound.Channels[channel].Length.ShouldBe(reference[channel].Length);
                for (var i = 0; i < sound.Length; i++)
                    Math.Abs(sound.Channels[channel][i] - reference[channel][i]).ShouldBeLessThanOrEqualTo((float)tolerance, $"sample {i}");
            }
        }
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(0x7FFFF024u, 0x7FFFF000u)]
    public void A_length_that_was_never_filled_in_means_to_the_end_of_the_file(uint riff, uint data)
    {
        var tone = Tone.Sine(Rate, Rate, 220, 0.3);
        var sound = SoundFile.Decode(Wave(Plain(), tone, riff, data), "streamed.wav");
        sound.Length.ShouldBe(Rate);
        var (level, phase, residue) = Tone.Project(sound.Channels[0], Rate, 220);
        (level, phase).ShouldSatisfyAllConditions(() => level.ShouldBe(0.3, 1e-5), () => phase.ShouldBe(0, 1e-4), () =>
            residue.ShouldBeLessThan(2e-5));
    }

    [Fact]
    public void The_lengths_that_ffmpeg_writes_into_a_pipe_mean_to_the_end()
    {
        using var folder = new Folder();
        var bytes = Program.Ffmpeg("-f", "lavfi", "-i", "sine=440:r=11025", "-t", "0.5", "-f", "wav", "-");
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)).ShouldBe(uint.MaxValue);
        SoundFile.Decode(bytes, "pipe.wav").Length.ShouldBeInRange(5511, 5513);
    }

    [Fact]
    public void An_extensible_header_is_read_by_its_sub_format()
    {
        var tone = Tone.Sine(Rate, 2000, 220, 0.3);
        var extensible = Plain(0xFFFE, extra: [22, 0, 16, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113]);
        SoundFile.Decode(Wave(extensible, tone), "a.wav").Channels[0].ShouldBe(SoundFile.Decode(Wave(Plain(), tone), "b.wav").Channels[0]);
        extensible[24] = 2;
        Refused.Finding(() => SoundFile.Decode(Wave(extensible, tone), "a.wav"), "a.wav").What.ShouldContain("Microsoft ADPCM");
    }

    [Fact]
    public void An_empty_sound_with_text_behind_it_is_empty()
    {
        byte[] text = [.. "LIST"u8, 4, 0, 0, 0, .. "INFO"u8];
        byte[] bytes = [.. Wave(Plain(), []), .. text];
        Refused.Finding(() => SoundFile.Decode(bytes, "a.wav"), "a.wav").What.ShouldContain("no sound");
    }

    [Fact]
    public void A_file_that_is_shorter_than_its_header_says_is_cut_short()
    {
        var whole = Wave(Plain(), Tone.Sine(Rate, 1000, 220, 0.3));
        var finding = Refused.Finding(() => SoundFile.Decode(whole[..^500], "a.wav"), "a.wav");
        finding.What.ShouldContain("announces 2000 bytes of sound, 1500 are there");
    }

    [Theory]
    [InlineData(22, 0, 0, "0 channels")]
    [InlineData(22, 0xFF, 0xFF, "contradicts itself")]
    [InlineData(24, 0, 0, "0 samples a second")]
    [InlineData(32, 3, 0, "contradicts itself")]
    [InlineData(34, 13, 0, "")]
    [InlineData(20, 0x11, 0, "IMA ADPCM")]
    [InlineData(20, 9, 9, "format 0x0909")]
    public void A_lying_header_is_told_in_its_own_numbers(int place, byte low, byte high, string text)
    {
        var bytes = Wave(Plain(), Tone.Sine(Rate, 1000, 220, 0.3));
        (bytes[place], bytes[place + 1]) = (low, high);
        // 13 bits lie in 16, so that this one is read.
        if (text.Length == 0) SoundFile.Decode(bytes, "a.wav").Length.ShouldBe(1000);
        else Refused.Finding(() => SoundFile.Decode(bytes, "a.wav"), "a.wav").What.ShouldContain(text);
    }

    [Fact]
    public void Values_that_are_no_numbers_are_refused()
    {
        var bytes = SoundFile.Encode(new Sound(Rate, [0, 0.5f, float.NaN]), SoundCoding.Float32);
        Refused.Finding(() => SoundFile.Decode(bytes, "a.wav"), "a.wav").What.ShouldContain("no numbers");
    }

    [Fact]
    public void Sixteen_bits_are_rounded_to_the_nearest_and_floats_are_kept()
    {
        float[] left = [0, 0.5f, -0.5f, 1, -1, 0.123456f, 2], right = [1, 0, 0, 0, 0, 0, -2];
        var sound = new Sound(8000, left, right);
        var exact = SoundFile.Decode(SoundFile.Encode(sound, SoundCoding.Float32), "f");
        (exact.Rate, exact.Channels[0], exact.Channels[1]).ShouldSatisfyAllConditions(
            item => item.Rate.ShouldBe(8000), item => item.Item2.ShouldBe(left), item => item.Item3.ShouldBe(right));
        SoundFile.Decode(SoundFile.Encode(sound), "s").Channels[0]
            .ShouldBe(((float[])[0, 16384, -16384, 32767, -32767, 4045, 32767]).Select(value => value / 32768));
    }

    [Fact]
    public void Other_programs_read_what_is_written()
    {
        using var folder = new Folder();
        var tone = Tone.Sine(Rate, 3001, 440, 0.7);
        foreach (var coding in Enum.GetValues<SoundCoding>())
        {
            SoundFile.Write(folder["out.wav"], new Sound(Rate, tone, tone), coding);
            var read = Program.Decode(folder["out.wav"], 2);
            read[1].Length.ShouldBe(3001);
            Tone.Difference(read[1], tone).ShouldBeLessThan(coding == SoundCoding.Pcm16 ? 4e-5 : 1e-9);
        }
    }

    [Fact]
    public void Channels_are_mixed_by_their_mean()
    {
        new Sound(Rate, [0, 0.25f, 0.5f, -1], [0, -0.25f, 0.5f, 0]).Mono().ShouldBe([0, 0, 0.5f, -0.5f]);
        Should.Throw<ArgumentException>(() => new Sound(Rate, [0, 1], [0]));
    }

    private static byte[] Plain(ushort coding = 1, byte[]? extra = null) =>
        [(byte)coding, (byte)(coding >> 8), 1, 0, 0x11, 0x2B, 0, 0, 0x22, 0x56, 0, 0, 2, 0, 16, 0, .. extra ?? []];

    private static byte[] Wave(byte[] format, float[] samples, uint? riff = null, uint? data = null)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.Latin1);
        writer.Write("RIFF"u8);
        writer.Write(riff ?? (uint)(20 + format.Length + (2 * samples.Length)));
        writer.Write("WAVEfmt "u8);
        writer.Write(format.Length);
        writer.Write(format);
        writer.Write("data"u8);
        writer.Write(data ?? (uint)(2 * samples.Length));
        foreach (var sample in samples) writer.Write((short)Math.Round(sample * 32767));
        return stream.ToArray();
    }
}
