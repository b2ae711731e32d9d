using PluginHost.Instruments;
using PluginHost.Instruments.Catalog;
using PluginHost.Instruments.Figures;
using PluginHost.Instruments.Rooms;
using PluginHost.Instruments.Scores;

namespace PluginHost.Plugins.DatasetAudioVisual.Scenes;

/// <summary>
/// The content of one scene as plain arrays: a pure function of (options, sounding class, id). Two figures stand in two of the four
/// quarters of the picture; one of them sounds, in some segments.
/// </summary>
internal sealed class Scene
{
    // A figure spans about 0.95 of its own square either way; at this scale it stays within a quarter.
    private const double Scale = 0.42;
    private const double Fade = 0.01;

    private readonly ScenesOptions _options;
    private readonly Figure _sounding;
    private readonly Figure _silent;
    private readonly ClipRandom _random;

    /// <summary>Makes a scene.</summary>
    /// <param name="options">Sizes, lengths and the data's seed.</param>
    /// <param name="label">The class that sounds.</param>
    /// <param name="id">The scene's id.</param>
    public Scene(ScenesOptions options, int label, string id)
    {
        (_options, _random) = (options, new ClipRandom((ulong)options.Seed, "scene", options.Classes[label], id));
        var layout = _random.Branch("layout");
        var other = layout.Integer(0, options.Classes.Count - 2);
        Other = other < label ? other : other + 1;
        var quarter = layout.Integer(0, 3);
        _sounding = Place(label, quarter, layout.Branch("sounding"));
        _silent = Place(Other, (quarter + layout.Integer(1, 3)) % 4, layout.Branch("silent"));
        var length = options.Always ? options.Segments : layout.Integer((options.Segments + 1) / 2, options.Segments);
        First = layout.Integer(0, options.Segments - length);
        End = First + length;
        IsLeft = quarter % 2 == 0;
    }

    /// <summary>The class of the figure that does not sound.</summary>
    public int Other { get; }

    /// <summary>The first segment with sound.</summary>
    public int First { get; }

    /// <summary>One past the last segment with sound.</summary>
    public int End { get; }

    /// <summary>Whether the sounding figure is in the left half.</summary>
    public bool IsLeft { get; }

    /// <summary>Mono samples in -1 to 1 over the whole scene.</summary>
    public float[] Audio()
    {
        var rate = _options.Rate;
        var samples = new float[(int)Math.Round(_options.Seconds * rate)];
        var noise = _random.Branch("noise");
        var floor = Math.Pow(10, _options.NoiseDecibels / 20);
        for (var i = 0; i < samples.Length; i++) samples[i] = (float)(floor * noise.Normal());
        var room = new RoomOptions { Level = _options.Level, NoiseDecibels = _options.NoiseDecibels };
        var sound = Performer.Play(_sounding.Instrument, Score(_sounding), rate, room, _random.Branch("audio"));
        var start = (int)Math.Round(First * _options.SegmentSeconds * rate);
        var fade = Fade * rate;
        for (var i = 0; i < sound.Length && start + i < samples.Length; i++)
        {
            var gain = (float)Math.Min(1, Math.Min(i + 1, sound.Length - i) / fade);
            samples[start + i] = Math.Clamp((gain * sound[i]) + ((1 - gain) * samples[start + i]), -1, 1);
        }

        return samples;
    }

    /// <summary>uint8 (frames, 3, size, size).</summary>
    public byte[] Pictures()
    {
        var still = new Canvas(_options.Size, 3);
        var light = _random.Branch("background");
        var ground = new Colour(0.3f, 0.31f, 0.33f).Jitter(0.3, light);
        var (slopeX, slopeY) = (light.Uniform(-0.06, 0.06), light.Uniform(-0.06, 0.06));
        still.Fill((x, y) =>
        {
            var more = (float)((slopeX * x) + (slopeY * y));
            return new Colour(ground.Red + more, ground.Green + more, ground.Blue + more);
        });
        Draw(still, _silent, light.Branch("silent"));
        Draw(still, _sounding, light.Branch("sounding"));
        var noise = _random.Branch("sensor");
        var frame = 3 * _options.Size * _options.Size;
        var bytes = new byte[_options.Frames * frame];
        for (var i = 0; i < _options.Frames; i++)
        {
            var picture = still.Copy();
            if (_options.Motion == "both") Hand(picture, _silent, i, 0);
            if (_options.Motion != "none") Hand(picture, _sounding, i, First);
            picture.Write(bytes.AsSpan(i * frame, frame), _options.PictureNoise, noise);
        }

        return FrameLayout.ToPlanes(bytes, _options.Frames, 3);
    }

    /// <summary>
    /// Where the source is, 0 or 1, (frames, size, size): the pixels that the sounding figure covers by half or more; none while it is
    /// silent.
    /// </summary>
    public float[] Masks()
    {
        var canvas = new Canvas(_options.Size, 1);
        foreach (var shape in _sounding.Instrument.Figure) canvas.Draw(shape with { Colour = new Colour(1, 1, 1) }, _sounding.Pose);
        var plane = new byte[_options.Size * _options.Size];
        canvas.Write(plane, 0, _random);
        var masks = new float[_options.Frames * plane.Length];
        for (var frame = First * _options.FramesPerSegment; frame < End * _options.FramesPerSegment; frame++)
        {
            for (var i = 0; i < plane.Length; i++) masks[(frame * plane.Length) + i] = plane[i] >= 128 ? 1 : 0;
        }

        return masks;
    }

    private Score Score(Figure figure) => Composer.Compose(
        figure.Instrument.Style, (End - First) * _options.SegmentSeconds, _random.Branch(figure == _sounding ? "score" : "silent score"));

    private Figure Place(int label, int quarter, ClipRandom random) => new(InstrumentCatalog.Get(_options.Classes[label]), new Pose
    {
        Turn = random.Uniform(-0.2, 0.2),
        Scale = Scale * random.Jitter(0.1),
        Shift = (
            (quarter % 2 == 0 ? -0.5 : 0.5) + random.Uniform(-0.06, 0.06),
            (quarter / 2 == 0 ? -0.5 : 0.5) + random.Uniform(-0.06, 0.06)),
        Mirrored = random.Chance(0.5),
    });

    private static void Draw(Canvas canvas, Figure figure, ClipRandom random)
    {
        foreach (var shape in figure.Instrument.Figure) canvas.Draw(shape with { Colour = shape.Colour.Jitter(0.1, random) }, figure.Pose);
    }

    // Moves in the figure's own square with the notes, which begin at a segment.
    private void Hand(Canvas canvas, Figure figure, int frame, int first)
    {
        var time = ((frame + 0.5) / _options.FramesPerSegment * _options.SegmentSeconds) - (first * _options.SegmentSeconds);
        var score = Score(figure);
        if (time > score.Seconds) time = -1;
        canvas.Draw(new Oval
        {
            Centre = (0.6 * Motion.At(figure.Instrument.Gesture, score, time), 0), Radius = (0.22, 0.22), Colour = Colour.From(0xF2D2B6),
        }, figure.Pose);
    }

    private sealed record Figure(Instrument Instrument, Pose Pose);
}
