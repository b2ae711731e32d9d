using PluginHost.Media.Sounds;
using PluginHost.Plugins.DatasetAudioVisual.Layouts;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>Files as labs have them: cut short, empty, misnamed, of many channels, of hours. One sample's finding is no other sample's.</summary>
public sealed class BadFileTests : IClassFixture<Videos>, IDisposable
{
    private readonly Videos _videos;
    private readonly RunStandIn _run = new();

    public BadFileTests(Videos videos)
    {
        _videos = videos;
        foreach (var id in (string[])["1", "2", "bad"]) Whole(id);
    }

    [Theory]
    [InlineData("empty.wav", "MEDIA02", "is an empty file")]
    [InlineData("cut.wav", "MEDIA03", "it is cut short")]
    [InlineData("page.wav", "MEDIA02", "is a web page (HTML)")]
    [InlineData("picture.wav", "MEDIA02", "is a PNG picture")]
    [InlineData("cut.mp3", "AVD0022", "cannot be decoded")]
    [InlineData("gap", "AVD0024", "has no picture 2, and others up to 3")]
    [InlineData("late", "AVD0024", "has no picture 1, and others up to 3")]
    [InlineData("twice", "AVD0024", "has two pictures 2")]
    [InlineData("unnumbered", "AVD0024", "has a picture without a number, 'cover.jpg'")]
    [InlineData("cut.jpg", "MEDIA03", "000001.jpg")]
    [InlineData("empty.jpg", "MEDIA02", "is an empty file")]
    [InlineData("cut.mp4", "AVD0022", "bad.mp4")]
    public void A_file_that_cannot_be_used_is_a_finding_with_its_name_and_the_rest_goes_on(string fault, string code, string what)
    {
        Break(fault);
        var set = Set();

        var finding = Files.Finding(() => set.Load(set.ById("a/bad")).Dispose());

        finding.Code.ShouldBe(code);
        finding.What.ShouldContain(what);
        finding.What.ShouldContain("bad");
        finding.Fix.ShouldNotBeNullOrWhiteSpace();
        foreach (var id in (string[])["a/1", "a/2"]) set.Load(set.ById(id)).Dispose();
    }

    [Theory]
    [InlineData(".wav", "-c:a", "libmp3lame", "-f", "mp3")]
    [InlineData(".wav", "-f", "ogg")]
    [InlineData(".mp3", "-c:a", "pcm_s16le", "-f", "wav")]
    [InlineData(".flac", "-f", "flac")]
    [InlineData(".m4a", "-f", "mp4")]
    public void The_content_says_what_a_sound_is_and_not_its_name(string ending, params string[] options)
    {
        File.Delete(Here("audio/a/bad.wav"));
        _videos.Sound(Here($"audio/a/bad{ending}"), options);
        var sound = Set().Floats("a/bad", SampleKeys.Audio);
        sound.Length.ShouldBe(24000);
        Files.Hertz(sound[2000..22000], 8000).ShouldBe(500, 5);
    }

    [Fact]
    public void Of_192_kHz_in_eight_channels_the_mean_is_taken_at_the_rate_asked_for()
    {
        // Channel k has k / 8 of full scale: their mean is 9 / 16.
        var one = Enumerable.Range(0, 4 * 192000).Select(i => (float)Math.Cos(2 * Math.PI * 440 * i / 192000)).ToArray();
        SoundFile.Write(Here("audio/a/bad.wav"),
            new Sound(192000, [.. Enumerable.Range(1, 8).Select(k => Array.ConvertAll(one, value => value * k / 8))]), SoundCoding.Float32);
        var sound = Set().Floats("a/bad", SampleKeys.Audio);
        sound.Length.ShouldBe(24000);
        for (var i = 1000; i < 23000; i++) sound[i].ShouldBe((float)(9 / 16.0 * Math.Cos(2 * Math.PI * 440 * i / 8000)), 1e-3f);
        // To its very end: what lies behind it is resampled too.
        sound[23999].ShouldBe((float)(9 / 16.0 * Math.Cos(2 * Math.PI * 440 * 23999 / 8000)), 0.02f);
    }

    [Fact]
    public void Of_a_sound_of_hours_and_of_many_pictures_only_the_window_is_read()
    {
        var file = Here("audio/a/bad.wav");
        using (var stream = File.Create(file))
        {
            // 4 h 20 min of 48 kHz in two channels; behind the header a hole that takes no disk.
            const uint size = 3_000_000_000;
            stream.Write([.. "RIFF"u8, .. BitConverter.GetBytes(size + 36), .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 2, 0,
                .. BitConverter.GetBytes(48000), .. BitConverter.GetBytes(48000 * 4), 4, 0, 16, 0, .. "data"u8, .. BitConverter.GetBytes(size)]);
            stream.SetLength(size + 44L);
        }

        // Those behind the window are none, and nobody looks.
        for (var number = 4; number < 1000; number++) Numpy.Put(Here($"frames/a/bad/{number:D6}.jpg"), []);
        var set = Set();
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var sample = set.Load(set.ById("a/bad"));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(32 << 20);
        (sample[SampleKeys.Audio].shape[0], sample[SampleKeys.Frames].shape[0]).ShouldBe((24000L, 3L));
    }

    [Fact]
    public void Fewer_pictures_than_the_window_repeat_the_last_one()
    {
        File.Delete(Here("frames/a/bad/000003.jpg"));
        Set().Bytes("a/bad", SampleKeys.Frames).Chunk(3 * 256).Select(frame => frame[0]).ShouldBe([(byte)40, 80, 80]);
    }

    public void Dispose() => _run.Dispose();

    private void Break(string fault)
    {
        var (sound, pictures) = (Here("audio/a/bad.wav"), Here("frames/a/bad"));
        var bytes = File.ReadAllBytes(sound);
        switch (fault)
        {
            case "empty.wav": File.WriteAllBytes(sound, []); break;
            case "cut.wav": File.WriteAllBytes(sound, bytes[..^1000]); break;
            case "page.wav": File.WriteAllText(sound, "<html><body>Sign in to confirm"); break;
            case "picture.wav": File.Copy(Path.Combine(pictures, "000001.jpg"), sound, overwrite: true); break;
            case "cut.mp3":
                File.Delete(sound);
                File.WriteAllBytes(Here("audio/a/bad.mp3"), [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0]);
                break;
            case "gap": File.Delete(Path.Combine(pictures, "000002.jpg")); break;
            case "late": File.Delete(Path.Combine(pictures, "000001.jpg")); break;
            case "twice": File.Copy(Path.Combine(pictures, "000002.jpg"), Path.Combine(pictures, "2.jpg")); break;
            case "unnumbered": File.Copy(Path.Combine(pictures, "000002.jpg"), Path.Combine(pictures, "cover.jpg")); break;
            case "cut.jpg":
                var picture = Path.Combine(pictures, "000001.jpg");
                File.WriteAllBytes(picture, File.ReadAllBytes(picture)[..40]);
                break;
            case "empty.jpg": File.WriteAllBytes(Path.Combine(pictures, "000001.jpg"), []); break;
            case "cut.mp4":
                Directory.Delete(pictures, recursive: true);
                File.WriteAllBytes(pictures + ".mp4", File.ReadAllBytes(_videos.Whole)[..2000]);
                break;
        }
    }

    private void Whole(string id)
    {
        Files.Tone(Here($"audio/a/{id}.wav"), 500, 3);
        for (var number = 1; number <= 3; number++) Files.Plain(Here($"frames/a/{id}/{number:D6}.jpg"), (byte)(40 * number), 9, 0);
    }

    private FolderDataset Set() =>
        new FolderDataset(new() { Folder = Here(""), Rate = 8000, Size = 16, Seconds = 3 }, _run, _run).Prepared();

    private string Here(string name) => Path.Combine(_run.JobDirectory, "own clips", name);
}
