using PluginHost.Contracts;
using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;
using PluginHost.Media.Streams;
using PluginHost.Media.Tests.Sounds;

namespace PluginHost.Media.Tests.Streams;

/// <summary>Sound and pictures of any length, read piece by piece, on files that ffmpeg makes of known tones and colours.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_files_length_rates_and_size_are_those_that_it_was_made_with()
    {
        var info = MediaInfo.Of(Video("-it's a \"clip\" ü.mp4"));
        info.Seconds.ShouldBe(2, 0.1);
        info.Sound.ShouldNotBeNull();
        (info.Sound.Rate, info.Sound.Channels, info.Sound.Codec).ShouldBe((44100, 2, "aac"));
        info.Picture.ShouldNotBeNull();
        (info.Picture.Width, info.Picture.Height, info.Picture.Codec).ShouldBe((64, 48, "mpeg4"));
        info.Picture.FrameRate.ShouldBe(12, 0.01);
    }

    [Fact]
    public void The_sound_of_a_video_comes_in_one_channel_at_the_rate_that_is_wanted()
    {
        using var stream = SoundStream.Open(Video("a.mp4"), 11025);
        (stream.Rate, stream.FileRate).ShouldBe((11025, 44100));
        var samples = ReadAll(stream, 1000);
        (samples.Length / 11025.0).ShouldBe(2, 0.06);
        // Both channels have the tone; its level is that of a sine of 0.5.
        Tone.Level(samples[2000..20000]).ShouldBe(0.5 / Math.Sqrt(2), 0.01);
        Math.Abs(Crossings(samples[2000..13025]) - (2 * 440)).ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public void A_sound_that_begins_later_than_the_picture_has_silence_before_it()
    {
        var late = _folder["late.mkv"];
        Program.Ffmpeg(["-f", "lavfi", "-i", "color=red:s=32x32:r=8:d=3", "-itsoffset", "1", "-f", "lavfi", "-i", "sine=440:d=2:r=22050",
            "-map", "0:v", "-map", "1:a", "-c:v", "mpeg4", "-c:a", "pcm_s16le", late]);
        using var stream = SoundStream.Open(late, 11025);
        var samples = ReadAll(stream, 4096);
        (samples.Length / 11025.0).ShouldBe(3, 0.06);
        Tone.Level(samples[..10500]).ShouldBeLessThan(0.001);
        Tone.Level(samples[11500..20000]).ShouldBeGreaterThan(0.05);
    }

    [Fact]
    public void Frames_come_at_the_rate_that_is_wanted_in_planes_and_end()
    {
        var file = _folder["two.mp4"];
        // A second of red, then a second of blue.
        Program.Ffmpeg(["-f", "lavfi", "-i", "color=red:s=64x48:r=12:d=1", "-f", "lavfi", "-i", "color=blue:s=64x48:r=12:d=1",
            "-filter_complex", "[0][1]concat=n=2:v=1", "-c:v", "mpeg4", "-q:v", "2", file]);
        using var stream = FrameStream.Open(file, 4, 16, 3, _ => throw new InvalidOperationException());
        var frames = new List<byte[]>();
        while (stream.Next() is { } frame) frames.Add(frame);
        frames.Count.ShouldBe(8);
        stream.Next().ShouldBeNull();
        foreach (var (frame, place) in frames.Select((frame, place) => (frame, place)))
        {
            var (red, blue) = (frame[..256].Average(level => (int)level), frame[512..].Average(level => (int)level));
            (place < 4 ? red : blue).ShouldBeGreaterThan(200);
            (place < 4 ? blue : red).ShouldBeLessThan(40);
        }
    }

    [Fact]
    public void Pictures_of_a_folder_come_in_the_order_of_their_names_and_one_picture_alone()
    {
        var folder = Directory.CreateDirectory(_folder["pictures"]).FullName;
        foreach (var level in new byte[] { 3, 1, 2 })
            PictureFile.Write(Path.Combine(folder, $"{level}.png"), new(4, 4, 1, [.. Enumerable.Repeat(level, 16)]));
        File.WriteAllText(Path.Combine(folder, "0.txt"), "no picture");
        using var stream = FrameStream.Open(folder, 1, 4, 1, picture => picture.Pixels);
        for (byte level = 1; level <= 3; level++) stream.Next()!.ShouldAllBe(pixel => pixel == level);
        stream.Next().ShouldBeNull();
        using var one = FrameStream.Open(Path.Combine(folder, "2.png"), 1, 4, 1, picture => picture.Pixels);
        one.Next()![0].ShouldBe((byte)2);
        one.Next().ShouldBeNull();
    }

    [Theory]
    [InlineData(11025, 44100)]
    [InlineData(11025, 48000)]
    [InlineData(16000, 8000)]
    [InlineData(11025, 11025)]
    public void A_sound_written_piece_by_piece_at_another_rate_is_the_sound_resampled_at_once(int from, int to)
    {
        var samples = Enumerable.Range(0, 2 * from).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * 440 * i / from))).ToArray();
        var file = _folder["written.wav"];
        using (var writer = new SoundWriter(file, from, to))
        {
            for (var i = 0; i < samples.Length; i += 777) writer.Write(samples.AsSpan(i, Math.Min(777, samples.Length - i)));
            File.Exists(file).ShouldBeFalse();
            writer.Complete();
        }

        var written = SoundFile.Read(file);
        written.Rate.ShouldBe(to);
        written.Length.ShouldBe(2 * to);
        var place = Enumerable.Range(0, 2 * to).Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * 440 * i / to))).ToArray();
        Tone.Difference(written.Mono()[1000..(to + 1000)], place[1000..(to + 1000)]).ShouldBeLessThan(2e-4);
    }

    [Fact]
    public void A_sound_that_was_not_completed_leaves_no_file()
    {
        var file = _folder["half.wav"];
        using (var writer = new SoundWriter(file, 8000, 16000)) writer.Write(new float[5000]);
        Directory.GetFiles(Path.GetDirectoryName(file)!, "half*").ShouldBeEmpty();
    }

    [Fact]
    public void Files_that_cannot_be_used_are_named()
    {
        var video = Video("b.mp4");
        var cut = _folder["cut.mp4"];
        File.WriteAllBytes(cut, File.ReadAllBytes(video)[..2000]);
        Refusal(() => SoundStream.Open(cut, 8000)).Code.ShouldBe("MEDIA03");
        File.WriteAllBytes(cut, []);
        Refusal(() => SoundStream.Open(cut, 8000)).What.ShouldContain("is empty");
        Refusal(() => SoundStream.Open(_folder["none.mp4"], 8000)).Code.ShouldBe("MEDIA01");
        var mute = _folder["mute.mp4"];
        Program.Ffmpeg(["-i", video, "-an", "-c:v", "copy", mute]);
        Refusal(() => SoundStream.Open(mute, 8000)).What.ShouldContain("has no sound");
        var blind = _folder["blind.m4a"];
        Program.Ffmpeg(["-i", video, "-vn", "-c:a", "copy", blind]);
        Refusal(() => FrameStream.Open(blind, 1, 8, 3, picture => picture.Pixels)).What.ShouldContain("has no picture");
        Refusal(() => FrameStream.Open(Directory.CreateDirectory(_folder["bare"]).FullName, 1, 8, 3, picture => picture.Pixels)).What
            .ShouldContain("folder without pictures");
    }

    private static Finding Refusal(Action open)
    {
        var finding = Should.Throw<JobException>(open).Findings.ShouldHaveSingleItem();
        Refused.Check(finding, "'");
        return finding;
    }

    private string Video(string name)
    {
        var file = _folder[name];
        Program.Ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=64x48:r=12:d=2", "-f", "lavfi",
            "-i", "aevalsrc=0.5*sin(2*PI*440*t)|0.5*sin(2*PI*440*t):s=44100:d=2", "-c:v", "mpeg4", "-c:a", "aac", "-b:a", "192k", "-shortest", file]);
        return file;
    }

    private static float[] ReadAll(SoundStream stream, int block)
    {
        var all = new List<float>();
        var buffer = new float[block];
        while (stream.Read(buffer) is > 0 and var count)
        {
            all.AddRange(buffer[..count]);
            if (count < block) break;
        }

        return [.. all];
    }

    private static int Crossings(float[] samples) => samples.Zip(samples.Skip(1)).Count(pair => pair.First < 0 != pair.Second < 0);
}
