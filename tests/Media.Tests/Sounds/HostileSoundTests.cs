using PluginHost.Media.Sounds;

namespace PluginHost.Media.Tests.Sounds;

public sealed class HostileSoundTests
{
    public static TheoryData<string> Samples() =>
        ["stereo-44100.mp3", "mono-22050-vbr.mp3", "layer2.mp2", "mp3-inside.wav", "stereo-44100.ogg", "mono-11025.ogg", "stereo.opus",
            "mono-voip.opus", "s16.wav", "s24.aiff"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_file_cut_short_at_any_place_is_one_finding(string name)
    {
        var whole = Bytes(name);
        var length = SoundFile.Decode(whole, name).Length;
        // MPEG audio without a header of lengths is a row of frames: cut between two of them it is a shorter sound.
        var frames = name is "layer2.mp2" ? whole.Length / 25 : int.MaxValue;
        foreach (var cut in HostileFiles.Cuts(whole.Length))
        {
            var sound = (Sound?)null;
            var read = HostileFiles.Reads(whole[..cut], (bytes, file) => sound = SoundFile.Decode(bytes, file), $"{name} cut at {cut}");
            if (cut % frames == 0 && cut > 0) (sound?.Length ?? 0).ShouldBeLessThan(length);
            else read.ShouldBeFalse($"{name} cut at {cut}");
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_thousand_random_changes_end_in_a_sound_or_in_one_finding(string name) => HostileFiles.WithoutHanging(() =>
    {
        var (good, ogg) = (Bytes(name), name.EndsWith("ogg", StringComparison.Ordinal) || name.EndsWith("opus", StringComparison.Ordinal));
        var (read, decoded) = (0, 0);
        for (var seed = 0; seed < 1000; seed++)
        {
            HostileFiles.Current = $"{name}, seed {seed}";
            var bad = HostileFiles.Mutate(good, seed);
            // Half of the Ogg files get checksums that fit, else the decoder would see none of them.
            if (ogg && seed % 2 == 0) bad = HostileFiles.SignPages(bad);
            decoded++;
            if (HostileFiles.Reads(bad, (bytes, file) => SoundFile.Decode(bytes, file), HostileFiles.Current)) read++;
        }

        // Neither all refused nor all read: the changes reach the decoders, and the checks reach the changes.
        read.ShouldBeInRange(1, decoded - 1);
    });

    [Fact]
    public void A_code_book_that_asks_for_all_memory_is_refused_before_it_is_decoded()
    {
        var ogg = Bytes("mono-11025.ogg");
        var book = ogg.AsSpan().IndexOf("BCV"u8);
        book.ShouldBeGreaterThan(0);
        // Dimensions 65,535 and entries 16,777,215, and then an ordered list of lengths.
        new byte[] { 255, 255, 255, 255, 255, 1 }.CopyTo(ogg, book + 3);
        HostileFiles.SignPages(ogg);
        HostileFiles.Reads(ogg, (bytes, file) => SoundFile.Decode(bytes, file), "code book").ShouldBeFalse();
        Refused.Finding(() => SoundFile.Decode(ogg, "a.ogg"), "a.ogg").What.ShouldContain("more memory than any sound needs");
    }

    [Fact]
    public void A_code_book_that_never_ends_is_refused()
    {
        var ogg = Bytes("mono-11025.ogg");
        var book = ogg.AsSpan().IndexOf("BCV"u8);
        // The setup packet ends within an ordered code book of 65,535 entries; the page is cut to that and signed anew.
        new byte[] { 1, 0, 255, 255, 0, 1 }.CopyTo(ogg, book + 3);
        ogg.AsSpan(book + 9, 40).Clear();
        HostileFiles.SignPages(ogg);
        HostileFiles.WithoutHanging(() => HostileFiles.Reads(ogg, (bytes, file) => SoundFile.Decode(bytes, file),
            "code book").ShouldBeFalse());
    }

    [Fact]
    public void A_comment_that_claims_two_gigabytes_takes_none()
    {
        var ogg = Bytes("stereo-44100.ogg");
        var comment = ogg.AsSpan().IndexOf("\u0003vorbis"u8);
        new byte[] { 255, 255, 255, 127 }.CopyTo(ogg, comment + 7);
        HostileFiles.SignPages(ogg);
        HostileFiles.Reads(ogg, (bytes, file) => SoundFile.Decode(bytes, file), "comment").ShouldBeFalse();
    }

    private static byte[] Bytes(string name)
    {
        if (File.Exists(Folder.Sample(name))) return File.ReadAllBytes(Folder.Sample(name));
        using var folder = new Folder();
        Program.Encode(folder[name], 11025, 2, "-c:a", name is "s16.wav" ? "pcm_s16le" : "pcm_s24be");
        return File.ReadAllBytes(folder[name]);
    }
}
