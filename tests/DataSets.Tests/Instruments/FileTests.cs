using PluginHost.Instruments.Files;

namespace DataSets.Tests.Instruments;

public sealed class FileTests
{
    // 5 x 4 RGB, byte i = (37 i + 9 (i^2 mod 11)) mod 256, written by ffmpeg 5.1 with -pred sub, avg, paeth.
    [Theory]
    [InlineData(
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAECAIAAADJUWIXAAAACXBIWXMAAAAAAAAAAQCEeRdzAAAAL0lEQVR4nGNk0Ms7MDnNMn9phbdcSNcBxo"
        + "jsCTA2SJhx+fyVMDZImLHrlAyS8skAOD8aR8pXyOAAAAAASUVORK5CYII=")]
    [InlineData(
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAECAIAAADJUWIXAAAACXBIWXMAAAAAAAAAAQCEeRdzAAAARUlEQVR4nGNk0Ms7MDnNMn9phbdcSNcB5o"
        + "iQSOuqMCM+mehZZUHrdjNXZyXyzbkt9S1Iz7rq2iY+ZvPqE2UgNlAJULgMAPs4GCaX4HAyAAAAAElFTkSuQmCC")]
    [InlineData(
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAECAIAAADJUWIXAAAACXBIWXMAAAAAAAAAAQCEeRdzAAAAO0lEQVR4nGNk0Ms7MDnNMn9phbdcSNcBlg"
        + "hbJXZ/E0kgu7jMds1xFiD7X4d28WSoMMtjbaA4UDlEuAwAtgMV+XWRzgYAAAAASUVORK5CYII=")]
    public void Png_pictures_of_another_writer_are_read_exactly(string base64)
    {
        var picture = PngFile.Decode(Convert.FromBase64String(base64));
        (picture.Width, picture.Height, picture.Channels).ShouldBe((5, 4, 3));
        picture.Pixels.ShouldBe(Pixels(60));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Png_pictures_survive_a_round_trip(int channels)
    {
        var pixels = Pixels(7 * 9 * channels);
        var picture = PngFile.Decode(PngFile.Encode(pixels, 7, 9, channels));
        (picture.Width, picture.Height, picture.Channels).ShouldBe((7, 9, channels));
        picture.Pixels.ShouldBe(pixels);
    }

    [Fact]
    public void A_damaged_or_cut_png_is_refused_whatever_byte_is_hit()
    {
        var good = PngFile.Encode(Pixels(48), 4, 4, 3);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= 0x55;
            Should.Throw<InvalidDataException>(() => PngFile.Decode(bad), $"byte {i}");
            if (i < good.Length - 12) Should.Throw<InvalidDataException>(() => PngFile.Decode(good.AsSpan(0, i)), $"cut at {i}");
        }
    }

    // Two channels (0,0) (0.25,-0.25) (0.5,0.5) (-1,0) at 8 kHz, written by ffmpeg 5.1 as 24 bit, float and 8 bit.
    [Theory]
    [InlineData(
        "UklGRlQAAABXQVZFZm10ICgAAAD+/wIAQB8AAIC7AAAGABgAFgAYAAMAAAABAAAAAAAQAIAAAKoAOJtxZGF0YRgAAAAAAAAAAAAAACAAAOAAAE"
        + "AAAEAAAIAAAAA=")]
    [InlineData(
        "UklGRmgAAABXQVZFZm10ICgAAAD+/wIAQB8AAAD6AAAIACAAFgAgAAMAAAADAAAAAAAQAIAAAKoAOJtxZmFjdAQAAAAEAAAAZGF0YSAAAAAAAA"
        + "AAAAAAAAAAgD4AAIC+AAAAPwAAAD8AAIC/AAAAAA==")]
    [InlineData("UklGRiwAAABXQVZFZm10IBAAAAABAAIAQB8AAIA+AAACAAgAZGF0YQgAAACAgKBgwMAAgA==")]
    public void Wav_files_of_another_writer_are_read_and_mixed_to_mono(string base64)
    {
        var (samples, rate) = WavFile.Decode(Convert.FromBase64String(base64));
        rate.ShouldBe(8000);
        samples.ShouldBe([0f, 0f, 0.5f, -0.5f]);
    }

    [Fact]
    public void Wav_files_survive_a_round_trip_to_16_bits()
    {
        float[] sound = [0, 0.5f, -0.5f, 1, -1, 0.123456f];
        var (samples, rate) = WavFile.Decode(WavFile.Encode(sound, 11025));
        rate.ShouldBe(11025);
        for (var i = 0; i < sound.Length; i++) samples[i].ShouldBe(sound[i], 1.0 / 16384);
    }

    [Fact]
    public void A_cut_or_foreign_wav_is_refused_with_the_reason()
    {
        var good = WavFile.Encode(new float[100], 11025);
        Should.Throw<InvalidDataException>(() => WavFile.Decode(good.AsSpan(0, 200))).Message.ShouldContain("cut short");
        Should.Throw<InvalidDataException>(() => WavFile.Decode("ID3 not a wave file"u8)).Message.ShouldContain("RIFF");
        Should.Throw<InvalidDataException>(() => WavFile.Decode(good.AsSpan(0, 36))).Message.ShouldContain("no data");
        good[20] = 7;
        Should.Throw<InvalidDataException>(() => WavFile.Decode(good)).Message.ShouldContain("coding 7");
    }

    [Fact]
    public void Midi_files_have_the_bytes_of_the_standard()
    {
        var midi = new MidiFile();
        midi.Note(0, 200, 0, 60, 100);
        // Header: type 0, 1 track, 1000 ticks a quarter; tempo 1 s; note on; delta 200 = 81 48; note off; end of track.
        midi.Encode(200).ShouldBe(
        [
            .. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0x03, 0xE8, .. "MTrk"u8, 0, 0, 0, 20,
            0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0x90, 60, 100, 0x81, 0x48, 0x80, 60, 0, 0, 0xFF, 0x2F, 0,
        ]);
    }

    private static byte[] Pixels(int count) => [.. Enumerable.Range(0, count).Select(i => (byte)((i * 37) + (i * i % 11 * 9)))];
}
