namespace PluginHost.Pixels;

/// <summary>What the vectors look like. The defaults have the sizes of the paper's CLIP and VideoMAE vectors.</summary>
/// <param name="ObjectSize">Size of a frame's object vector.</param>
/// <param name="MotionSize">Size of a motion vector.</param>
/// <param name="MotionSteps">Motion vectors per clip; each compares two of twice as many frames spread over the clip.</param>
/// <param name="ObjectNorm">Length of every object vector.</param>
/// <param name="Seed">Seed of the fixed random projections.</param>
public sealed record PixelShape(int ObjectSize = 512, int MotionSize = 768, int MotionSteps = 8, double ObjectNorm = 10, long Seed = 1);

/// <summary>Object and motion vectors from pixels by fixed formulas. Immutable, so safe to use from several threads.</summary>
public sealed class PixelVectors
{
    /// <summary>Changes of a pixel below this part of full scale are sensor noise.</summary>
    private const float Still = 0.04f;

    /// <summary>Lengths of the cells' halves of about this size and below give short motion vectors.</summary>
    private const float MotionFloor = 0.15f;

    private readonly PixelShape _shape;
    private readonly Projection _objects;
    private readonly Projection _motion;

    /// <summary>Draws the projections.</summary>
    /// <param name="shape">What the vectors look like.</param>
    public PixelVectors(PixelShape shape)
    {
        _shape = shape;
        _objects = new Projection(shape.Seed, "objects", shape.ObjectSize, 1 / Math.Sqrt(2));
        // The cells have length sqrt(2) when something moves: this makes the elements' deviation 1.
        _motion = new Projection(shape.Seed, "motion", shape.MotionSize, 1 / Math.Sqrt(2));
    }

    /// <summary>One vector a frame, ObjectSize numbers each, of length ObjectNorm.</summary>
    /// <param name="frames">uint8 (frames, channels, height, width).</param>
    /// <param name="count">Frames.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public float[] Objects(ReadOnlySpan<byte> frames, int count, int channels, int height, int width)
    {
        var vectors = new float[count * _shape.ObjectSize];
        for (var i = 0; i < count; i++)
        {
            var grey = GreyPicture.Read(frames, i, channels, height, width);
            var vector = vectors.AsSpan(i * _shape.ObjectSize, _shape.ObjectSize);
            _objects.Apply(PixelCells.Describe(grey.Pixels, grey.Height, grey.Width, 0), vector);
            Stretch(vector, _shape.ObjectNorm);
        }

        return vectors;
    }

    /// <summary>MotionSize x MotionSteps numbers, the step running fastest: (size, steps) row-major.</summary>
    /// <inheritdoc cref="Objects"/>
    public float[] Motion(ReadOnlySpan<byte> frames, int count, int channels, int height, int width)
    {
        var (steps, size) = (_shape.MotionSteps, _shape.MotionSize);
        var motion = new float[size * steps];
        var vector = new float[size];
        for (var step = 0; step < steps; step++)
        {
            var before = GreyPicture.Read(frames, Chosen(2 * step, count), channels, height, width);
            var change = GreyPicture.Read(frames, Chosen((2 * step) + 1, count), channels, height, width);
            for (var i = 0; i < change.Pixels.Length; i++) change.Pixels[i] = Changed(change.Pixels[i] - before.Pixels[i]);
            _motion.Apply(PixelCells.Describe(change.Pixels, change.Height, change.Width, MotionFloor), vector);
            for (var i = 0; i < size; i++) motion[(i * steps) + step] = vector[i];
        }

        return motion;
    }

    private static float Changed(float difference) => MathF.Sign(difference) * MathF.Max(0, MathF.Abs(difference) - Still);

    // First, last, and frames spread evenly between; a short clip's last frame stands still (no motion).
    private int Chosen(int index, int count)
    {
        var wanted = 2 * _shape.MotionSteps;
        return count < wanted ? Math.Min(index, count - 1) : (int)(((long)index * (count - 1) / (double)(wanted - 1)) + 0.5);
    }

    private static void Stretch(Span<float> vector, double norm)
    {
        var square = 0.0;
        foreach (var value in vector) square += (double)value * value;
        if (square < 1e-24) return;
        var factor = (float)(norm / Math.Sqrt(square));
        for (var i = 0; i < vector.Length; i++) vector[i] *= factor;
    }
}
