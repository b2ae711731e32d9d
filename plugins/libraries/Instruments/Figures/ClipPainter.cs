using PluginHost.Instruments.Scores;

namespace PluginHost.Instruments.Figures;

/// <summary>
/// Draws the frames of a clip: textured background, distractors, the class's figure in the clip's pose, and a hand moved by the
/// notes. The hand looks alike in every class and has a random place and path, so that shape tells the class and motion the onsets.
/// </summary>
public static class ClipPainter
{
    /// <summary>Frames of a clip: frame i shows the time (i + 0.5) / frames per second.</summary>
    public static int FrameCount(double seconds, PictureOptions options) => Math.Max(1, (int)(seconds * options.FramesPerSecond + 1e-9));

    /// <summary>Frame after frame, each row by row with its channels together.</summary>
    public static byte[] Paint(IReadOnlyList<Shape> figure, Gesture gesture, Score score, PictureOptions options, ClipRandom random)
    {
        var still = new Canvas(options.Size, options.Colour ? 3 : 1);
        Background(still, random);
        for (var i = 0; i < options.Distractors; i++) still.Draw(Distractor(random), new Pose());
        var pose = Pose.Draw(options.PoseJitter, options.Mirror, random);
        foreach (var shape in figure) still.Draw(shape with { Colour = shape.Colour.Jitter(0.1, random) }, pose);

        var hand = Hand(random);
        var noise = random.Branch("sensor");
        var frames = FrameCount(score.Seconds, options);
        var frame = options.Size * options.Size * still.Channels;
        var bytes = new byte[frames * frame];
        for (var i = 0; i < frames; i++)
        {
            var picture = still.Copy();
            picture.Draw(hand.At(Motion.At(gesture, score, (i + 0.5) / options.FramesPerSecond)), new Pose());
            picture.Write(bytes.AsSpan(i * frame, frame), options.Noise, noise);
        }

        return bytes;
    }

    private static void Background(Canvas canvas, ClipRandom random)
    {
        var colour = new Colour(0.3f, 0.31f, 0.33f).Jitter(0.3, random);
        var (slopeX, slopeY) = (random.Uniform(-0.06, 0.06), random.Uniform(-0.06, 0.06));
        var (waveX, waveY, phase) = (random.Uniform(-9, 9), random.Uniform(-9, 9), random.Uniform(0, 6.28));
        canvas.Fill((x, y) =>
        {
            var light = (float)((slopeX * x) + (slopeY * y) + (0.02 * Math.Sin((waveX * x) + (waveY * y) + phase)));
            return new Colour(colour.Red + light, colour.Green + light, colour.Blue + light);
        });
    }

    private static Oval Distractor(ClipRandom random) => new()
    {
        Centre = (random.Uniform(-0.95, 0.95), random.Uniform(-0.95, 0.95)),
        Radius = (random.Uniform(0.06, 0.2), random.Uniform(0.06, 0.2)),
        Angle = random.Uniform(0, 3.14),
        Colour = new Colour(0.45f, 0.45f, 0.45f).Jitter(0.4, random),
    };

    private static HandPath Hand(ClipRandom random)
    {
        var angle = random.Uniform(0, 2 * Math.PI);
        return new HandPath
        {
            Place = (random.Uniform(-0.5, 0.5), random.Uniform(-0.5, 0.5)),
            Reach = (0.3 * Math.Cos(angle), 0.3 * Math.Sin(angle)),
            Colour = Colour.From(0xF2D2B6).Jitter(0.08, random),
        };
    }

    private sealed class HandPath
    {
        public required (double X, double Y) Place { get; init; }

        public required (double X, double Y) Reach { get; init; }

        public required Colour Colour { get; init; }

        public Oval At(double value) => new()
        {
            Centre = (Place.X + (value * Reach.X), Place.Y + (value * Reach.Y)),
            Radius = (0.13, 0.13),
            Colour = Colour,
        };
    }
}
