using PluginHost.Instruments.Rooms;
using PluginHost.Instruments.Scores;
using PluginHost.Instruments.Voices;

namespace PluginHost.Instruments.Catalog;

/// <summary>Plays a score with an instrument's synthesised voice in a room.</summary>
public static class Performer
{
    /// <summary>Mono samples in -1 to 1, Seconds * rate of them.</summary>
    public static float[] Play(Instrument instrument, Score score, int rate, RoomOptions room, ClipRandom random)
    {
        var signal = new float[(int)Math.Round(score.Seconds * rate)];
        var character = Character.Draw(random.Branch("character"));
        var notes = random.Branch("notes");
        foreach (var note in score.Notes) instrument.Voice.Play(note, signal, rate, character, notes);
        instrument.Voice.Finish(signal, rate, character, random.Branch("body"));
        Room.Record(signal, rate, room, random.Branch("room"));
        return signal;
    }
}
