using DataSets.Tests.Synthetic;
using PluginHost.Plugins.DatasetSynthetic;
using PluginHost.Pixels;

namespace DataSets.Tests.Pixels;

public sealed class PixelVectorsTests(SyntheticSet set) : IClassFixture<SyntheticSet>
{
    private readonly PixelVectors _vectors = new(new PixelShape());

    [Fact]
    public void Object_vectors_tell_the_class()
    {
        // An independent version in Python reached 0.96 on eight classes.
        set.NearestMean(MiddleObject).ShouldBeGreaterThan(0.85);
    }

    [Fact]
    public void Motion_vectors_do_not_tell_the_class()
    {
        // Chance is 0.125.
        set.NearestMean(clip => [.. Motion(clip).Select(value => (double)value)]).ShouldBeLessThan(0.35);
        set.NearestMean(Strengths).ShouldBeLessThan(0.45);
    }

    [Fact]
    public void Motion_is_stronger_where_a_note_starts()
    {
        var points = set.Clips.SelectMany(clips => clips).SelectMany(clip =>
            Strengths(clip).Select((strength, step) => (Onset: HasOnset(clip, step) ? 1.0 : 0.0, Strength: strength))).ToList();
        Correlation(points).ShouldBeGreaterThan(0.35);
    }

    [Fact]
    public void A_picture_at_rest_has_no_motion_and_a_noisy_one_next_to_none()
    {
        var still = new byte[20 * 32 * 32];
        var noisy = new byte[still.Length];
        for (var i = 0; i < still.Length; i++)
        {
            still[i] = (byte)(i % 1024 * 7);
            noisy[i] = (byte)(100 + (i * 7919 % 5));
        }

        _vectors.Motion(still, 20, 1, 32, 32).ShouldAllBe(value => value == 0);
        Length(_vectors.Motion(noisy, 20, 1, 32, 32)).ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void Motion_elements_have_a_deviation_of_about_one()
    {
        var squares = set.Clips.SelectMany(clips => clips).Average(clip => Motion(clip).Average(value => (double)value * value));
        Math.Sqrt(squares).ShouldBeInRange(0.4, 1.2);
    }

    [Fact]
    public void Every_object_vector_has_the_norm_asked_for()
    {
        var clip = set.Clips[0][0];
        var objects = _vectors.Objects(clip.Frames, clip.FrameCount, 1, 32, 32);
        objects.Length.ShouldBe(28 * 512);
        for (var i = 0; i < 28; i++) Length(objects[(i * 512)..((i + 1) * 512)]).ShouldBe(10, 1e-4);
    }

    [Fact]
    public void Grey_in_three_channels_is_grey()
    {
        var clip = set.Clips[2][0];
        var grey = clip.Frames[..1024];
        byte[] colour = [.. grey, .. grey, .. grey];
        var (one, three) = (_vectors.Objects(grey, 1, 1, 32, 32), _vectors.Objects(colour, 1, 3, 32, 32));
        for (var i = 0; i < one.Length; i++) three[i].ShouldBe(one[i], 1e-4);
    }

    [Theory]
    [InlineData(64, 64)]
    [InlineData(96, 64)]
    [InlineData(256, 256)]
    public void The_same_picture_at_another_size_has_nearly_the_same_vector(int height, int width)
    {
        var small = set.Clips[4][1].Frames[..1024];
        var large = new byte[height * width];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) large[(y * width) + x] = small[(y * 32 / height * 32) + (x * 32 / width)];
        }

        var (a, b) = (_vectors.Objects(small, 1, 1, 32, 32), _vectors.Objects(large, 1, 1, height, width));
        (a.Zip(b, (p, q) => (double)p * q).Sum() / 100).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void Two_pictures_keep_the_angle_of_their_cells()
    {
        // Johnson-Lindenstrauss: with 512 dimensions a cosine is kept within about 1/sqrt(512) = 0.044; allow four of those.
        var (a, b) = (set.Clips[0][0].Frames[..1024], set.Clips[6][0].Frames[..1024]);
        var cells = Cosine(Cells(a), Cells(b));
        Cosine(_vectors.Objects(a, 1, 1, 32, 32), _vectors.Objects(b, 1, 1, 32, 32)).ShouldBe(cells, 0.18);
    }

    private static float[] Cells(byte[] picture) => PixelCells.Describe([.. picture.Select(value => value / 255f)], 32, 32, 0);

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (p, q) => (double)p * q).Sum() / (Length(a) * Length(b));

    private static double Length(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static double Correlation(List<(double Onset, double Strength)> points)
    {
        var (x, y) = (points.Average(p => p.Onset), points.Average(p => p.Strength));
        return points.Sum(p => (p.Onset - x) * (p.Strength - y))
            / Math.Sqrt(points.Sum(p => (p.Onset - x) * (p.Onset - x)) * points.Sum(p => (p.Strength - y) * (p.Strength - y)));
    }

    // Step s compares frames round(2s * 27/15) and round((2s+1) * 27/15) of 28 at 8 a second, shown at (i + 0.5) / 8 s.
    private static bool HasOnset(SyntheticClip clip, int step)
    {
        var from = (Math.Floor((2 * step * 27 / 15.0) + 0.5) + 0.5) / 8;
        var to = (Math.Floor((((2 * step) + 1) * 27 / 15.0) + 0.5) + 0.5) / 8;
        return clip.Score.Onsets.Any(onset => onset > from - 0.13 && onset <= to);
    }

    private double[] MiddleObject(SyntheticClip clip) =>
        [.. _vectors.Objects(clip.Frames.AsSpan(14 * 1024, 1024), 1, 1, 32, 32).Select(value => (double)value)];

    private float[] Motion(SyntheticClip clip) => _vectors.Motion(clip.Frames, clip.FrameCount, 1, 32, 32);

    private double[] Strengths(SyntheticClip clip)
    {
        var motion = Motion(clip);
        double Strength(int step) => Math.Sqrt(Enumerable.Range(0, 768).Average(i => Math.Pow(motion[(i * 8) + step], 2)));
        return [.. Enumerable.Range(0, 8).Select(Strength)];
    }
}
