using PluginHost.Media.Scores;

namespace PluginHost.Media.Tests.Scores;

public sealed class MidiTests
{
    private static readonly byte[] Head = [.. "MThd"u8, 0, 0, 0, 6, 0, 1, 0, 2, 0, 96];

    [Fact]
    public void A_written_file_has_the_bytes_of_the_standard()
    {
        var midi = new MidiTrack();
        midi.Note(0, 200, 0, 60, 100);
        // Header: type 0, 1 track, 1000 ticks a quarter; tempo 1 s; note on; delta 200 = 81 48; note off; end of track.
        midi.Encode(200).ShouldBe(
        [
            .. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, 0x03, 0xE8, .. "MTrk"u8, 0, 0, 0, 20,
            0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0x90, 60, 100, 0x81, 0x48, 0x80, 60, 0, 0, 0xFF, 0x2F, 0,
        ]);
    }

    [Fact]
    public void Events_of_one_tick_are_program_bend_end_start_silence()
    {
        var midi = new MidiTrack();
        midi.Silence(10, 2);
        midi.Note(10, 5, 2, 64, 90);
        midi.Note(0, 10, 2, 60, 80);
        midi.Bend(10, 2, -200);
        midi.Program(10, 2, 8, 24);
        // B2 00 08 bank, C2 18 program, E2 00 00 lowest bend, E2 00 40 middle, 82 off, 92 on, B2 78 00 all sound off.
        midi.Encode(0)[22..].ShouldBe(
        [
            0, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0x92, 60, 80, 10, 0xB2, 0, 8, 0, 0xC2, 24, 0, 0xE2, 0, 0x40, 0, 0xE2, 0, 0,
            0, 0x82, 60, 0, 0, 0x92, 64, 90, 0, 0xB2, 120, 0, 5, 0x82, 64, 0, 0, 0xFF, 0x2F, 0,
        ]);
    }

    [Fact]
    public void Notes_have_seconds_by_the_tempo_map_of_the_first_track()
    {
        // 96 ticks a quarter. Track 1: half a second a quarter, after one quarter a second. Track 2: program 40 on channel 3, a note from 0
        // for two quarters (0.5 s + 1 s), running status, a note with velocity 0 as its end, and one that is never let go.
        byte[] tempo = [0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20, 96, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 0, 0xFF, 0x2F, 0];
        byte[] notes = [0, 0xC3, 40, 0, 0x93, 60, 100, 0x81, 0x40, 60, 0, 0, 67, 50, 96, 0xFF, 0x2F, 0];
        var read = MidiFile.Decode([.. Head, .. Track(tempo), .. Track(notes)], "a.mid");
        read.Count.ShouldBe(2);
        read[0].ShouldBe(new MidiNote(0, 1.5, 1, 3, 40, 60, 100));
        read[1].ShouldBe(new MidiNote(1.5, 1, 1, 3, 40, 67, 50));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        using var folder = new Folder();
        var midi = new MidiTrack();
        midi.Program(0, 0, 0, 73);
        for (var i = 0; i < 20; i++) midi.Note(250 * i, 200, 0, 60 + i, 40 + i);
        File.WriteAllBytes(folder["a.mid"], midi.Encode(6000));
        var notes = MidiFile.Read(folder["a.mid"]);
        notes.Count.ShouldBe(20);
        for (var i = 0; i < 20; i++)
        {
            (notes[i].Pitch, notes[i].Velocity, notes[i].Program).ShouldBe((60 + i, 40 + i, 73));
            notes[i].Onset.ShouldBe(0.25 * i, 1e-9);
            notes[i].Duration.ShouldBe(0.2, 1e-9);
        }
    }

    [Fact]
    public void Fluidsynth_hears_what_is_written()
    {
        using var folder = new Folder();
        var midi = new MidiTrack();
        // An organ's A of 440 Hz: its sine lies in the second half second.
        midi.Program(0, 0, 0, 19);
        midi.Note(500, 500, 0, 69, 100);
        File.WriteAllBytes(folder["a.mid"], midi.Encode(1500));
        Program.Run(
            "fluidsynth", ["-niq", "-R", "0", "-C", "0", "-r", "44100", "-T", "wav", "-F", folder["a.wav"],
                "/usr/share/sounds/sf2/TimGM6mb.sf2", folder["a.mid"]]);
        var sound = Media.Sounds.SoundFile.Read(folder["a.wav"]);
        sound.Rate.ShouldBe(44100);
        var mono = sound.Mono();
        Sounds.Tone.Level(mono.AsSpan(0, 20000)).ShouldBeLessThan(1e-4);
        var note = mono.AsSpan(26000, 16000);
        var level = Sounds.Tone.Project(note, 44100, 440).Level + Sounds.Tone.Project(note, 44100, 220).Level + Sounds.Tone.Project(note,
            44100, 880).Level;
        level.ShouldBeGreaterThan(0.5 * Sounds.Tone.Level(note));
    }

    [Fact]
    public void A_text_that_claims_a_quarter_gigabyte_takes_none()
    {
        byte[] text = [0, 0xFF, 1, 0xFF, 0xFF, 0xFF, 0x7F, 65];
        byte[] bytes = [.. Head[..11], 1, 0, 96, .. Track(text)];
        HostileFiles.Reads(bytes, (all, file) => MidiFile.Decode(all, file), "text").ShouldBeFalse();
    }

    [Fact]
    public void Cuts_and_random_changes_end_in_notes_or_in_one_finding() => HostileFiles.WithoutHanging(() =>
    {
        var midi = new MidiTrack();
        midi.Program(0, 0, 0, 73);
        for (var i = 0; i < 20; i++) midi.Note(250 * i, 200, 0, 60 + i, 40 + i);
        var good = midi.Encode(6000);
        for (var cut = 0; cut < good.Length; cut++)
            HostileFiles.Reads(good[..cut], (bytes, file) => MidiFile.Decode(bytes, file), $"cut at {cut}").ShouldBeFalse($"cut at {cut}");
        var read = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            HostileFiles.Current = $"seed {seed}";
            if (HostileFiles.Reads(HostileFiles.Mutate(good, seed), (bytes, file) => MidiFile.Decode(bytes, file), $"seed {seed}")) read++;
        }

        read.ShouldBeInRange(1, 2999);
    });

    private static byte[] Track(byte[] events) => [.. "MTrk"u8, 0, 0, (byte)(events.Length >> 8), (byte)events.Length, .. events];
}
