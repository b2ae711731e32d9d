using PluginHost.Media.Content;
using PluginHost.Media.Pictures;
using PluginHost.Media.Scores;
using PluginHost.Media.Sounds;
using PluginHost.Tests.Shared;

namespace PluginHost.Media.Tests;

/// <summary>Files that are something else than their name says.</summary>
public sealed class ForeignFileTests
{
    public static TheoryData<string, byte[], string, string> Files() => new()
    {
        { "words", [.. "Quota exceeded.\nTry later."u8], "is text that begins with 'Quota exceeded.'", "Name a sound" },
        { "a flac", File.ReadAllBytes(Folder.Sample("flac.flac")), "is a FLAC sound", "ffmpeg -i" },
        { "a picture", File.ReadAllBytes(Folder.Sample("colour.png")), "is a PNG picture", "Name a sound" },
        { "notes", [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 3, 232], "is a MIDI file", "fluidsynth" },
        { "a codec not read", [.. "OggS"u8, 0, 2, .. new byte[20], 1, 19, .. "\u007fFLAC\u0001\0"u8, .. new byte[12]],
            "is an Ogg file with FLAC inside", "ffmpeg -i" },
    };

    public static TheoryData<string, string> Wrong() => WrongFiles.Theory();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Readers_of_sounds_pictures_notes_and_banks_tell_a_wrong_file_by_its_content(string name, string remedy)
    {
        using var folder = new Folder();
        foreach (var (ending, read, not) in (ReadOnlySpan<(string, Action<string>, string)>)
        [
            ("a.wav", file => SoundFile.Read(file), "not a sound that is read here"),
            ("a.png", file => PictureFile.Read(file), "not a picture that is read here"),
            ("a.mid", file => MidiFile.Read(file), "not a MIDI file"),
            ("a.sf2", file => SoundFontFile.Read(file), "not a SoundFont 2 file"),
        ])
        {
            if (name == "a PNG picture" && ending == "a.png") continue;
            var file = folder.Write(ending, WrongFiles.Of(name));

            var finding = Refused.Finding(() => read(file), file);

            finding.What.ShouldContain($"is {name}");
            finding.What.ShouldContain(not);
            if (remedy.Length > 0) finding.Fix.ShouldBe(remedy.Replace("FILE", $"'{file}'", StringComparison.Ordinal));
            finding.Fix.ShouldNotBeNullOrEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_named_wav_that_is_none_is_told_as_what_it_is(string what, byte[] bytes, string text, string fix)
    {
        using var folder = new Folder();
        var file = folder.Write("sound.wav", bytes);
        var finding = Refused.Finding(() => SoundFile.Read(file), file);
        finding.What.ShouldContain(text, Case.Sensitive, what);
        finding.Fix!.ShouldContain(fix);
    }

    [Fact]
    public void Encoders_of_other_formats_are_recognised_by_what_they_write()
    {
        using var folder = new Folder();
        foreach (var (name, options, text) in (ReadOnlySpan<(string, string, string)>)
        [
            ("a.m4a", "-c:a aac", "an MP4 video or sound"), ("a.aac", "-c:a aac -f adts", "an AAC sound"),
            ("a.wma", "-c:a wmav2", "a Windows Media file"),
            ("a.mka", "-c:a flac", "a Matroska"), ("a.au", "-c:a pcm_s16be", "a Sun AU sound"), 
            ("a.caf", "-c:a pcm_s16le", "a Core Audio file"),
            ("a.w64", "-c:a pcm_s16le", "a Sony Wave64 sound"), ("a.wv", "-c:a wavpack", "a WavPack sound"), 
            ("a.oga", "-c:a flac -f ogg", "FLAC inside"),
        ])
        {
            Program.Encode(folder[name], 44100, 1, options.Split(' '));
            Refused.Finding(() => SoundFile.Read(folder[name]), folder[name]).What.ShouldContain(text, Case.Sensitive, name);
        }
    }

    [Fact]
    public void A_coding_inside_a_wav_that_is_not_read_names_the_coding_and_the_command()
    {
        var file = Folder.Sample("adpcm.wav");
        var finding = Refused.Finding(() => SoundFile.Read(file), file);
        finding.What.ShouldContain("IMA ADPCM");
        finding.Fix!.ShouldContain($"ffmpeg -i '{file}'");
    }

    [Fact]
    public void Missing_files_and_folders_are_findings_too()
    {
        using var folder = new Folder();
        Refused.Finding(() => SoundFile.Read(folder["gone.wav"]), folder["gone.wav"]).What.ShouldContain("is not there");
        Refused.Finding(() => PictureFile.Read(folder["no/gone.png"]), "gone.png").What.ShouldContain("is not there");
        Refused.Finding(() => SoundFontFile.Read(folder["gone.sf2"]), "gone.sf2").What.ShouldContain("is not there");
        Refused.Finding(() => SoundFile.Read(Path.GetTempPath()), Path.GetTempPath()).What.ShouldContain("is a folder");
    }

    [Fact]
    public void A_sound_is_no_picture_and_no_score()
    {
        var file = Folder.Sample("stereo.opus");
        Refused.Finding(() => PictureFile.Read(file), file).What.ShouldContain("is an Ogg Opus sound, not a picture");
        Refused.Finding(() => MidiFile.Read(file), file).What.ShouldContain("is an Ogg Opus sound, not a MIDI file");
        Refused.Finding(() => SoundFontFile.Read(file), file).What.ShouldContain("is an Ogg Opus sound, not a SoundFont");
    }

    [Fact]
    public void Every_prefix_of_every_sample_is_recognised_without_a_fault()
    {
        foreach (var file in Directory.GetFiles(Folder.Sample("")))
        {
            var bytes = File.ReadAllBytes(file);
            for (var length = 0; length < Math.Min(600, bytes.Length); length++)
                FileContent.Recognise(bytes.AsSpan(0, length)).Description.ShouldNotBeNullOrWhiteSpace();
        }
    }
}
