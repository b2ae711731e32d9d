using PluginHost.Instruments;
using PluginHost.Instruments.Catalog;
using PluginHost.Instruments.Figures;
using PluginHost.Instruments.Rooms;
using PluginHost.Instruments.Scores;

namespace PluginHost.Plugins.DatasetSynthetic;

/// <summary>The content of one clip as plain arrays: a pure function of (options, class, id).</summary>
public sealed class SyntheticClip
{
    /// <summary>Makes a clip.</summary>
    /// <param name="options">Levels, sizes, lengths and the data's seed.</param>
    /// <param name="instrument">The class.</param>
    /// <param name="id">The clip's id.</param>
    public SyntheticClip(SyntheticOptions options, Instrument instrument, string id)
    {
        var random = new ClipRandom((ulong)options.Seed, instrument.Name, id);
        var picture = new PictureOptions
        {
            Size = options.FrameSize,
            FramesPerSecond = options.FrameRate,
            Colour = options.Colour,
            PoseJitter = options.PoseJitter,
            Mirror = options.Mirror,
            Distractors = options.Distractors,
            Noise = options.PictureNoise,
        };
        var room = new RoomOptions
        {
            Level = options.Level, LevelSpreadDecibels = options.LevelSpread, NoiseDecibels = options.NoiseDecibels, Echo = options.Echo,
        };
        Score = Composer.Compose(instrument.Style, options.Seconds, random.Branch("score"));
        Audio = Performer.Play(instrument, Score, options.SampleRate, room, random.Branch("audio"));
        FrameCount = ClipPainter.FrameCount(options.Seconds, picture);
        Frames = FrameLayout.ToPlanes(
            ClipPainter.Paint(instrument.Figure, instrument.Gesture, Score, picture, random.Branch("picture")),
            FrameCount,
            options.Colour ? 3 : 1);
    }

    /// <summary>The notes.</summary>
    public Score Score { get; }

    /// <summary>Mono samples in -1 to 1.</summary>
    public float[] Audio { get; }

    /// <summary>uint8 (frames, channels, size, size).</summary>
    public byte[] Frames { get; }

    /// <summary>Number of frames.</summary>
    public int FrameCount { get; }
}
