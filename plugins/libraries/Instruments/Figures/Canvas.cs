namespace PluginHost.Instruments.Figures;

/// <summary>A square picture of grey or red-green-blue values in 0 to 1, on which shapes are laid with 3 x 3 samples a pixel.</summary>
public sealed class Canvas
{
    private const int Fine = 3;
    private readonly float[] _values;

    /// <param name="size">Pixels on a side.</param>
    /// <param name="channels">1 = grey, 3 = colour.</param>
    public Canvas(int size, int channels)
    {
        Size = size;
        Channels = channels;
        _values = new float[size * size * channels];
    }

    private Canvas(Canvas other)
    {
        Size = other.Size;
        Channels = other.Channels;
        _values = [.. other._values];
    }

    public int Size { get; }

    public int Channels { get; }

    public Canvas Copy() => new(this);

    public void Fill(Func<double, double, Colour> colour)
    {
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++) Blend(row, column, colour(At(column + 0.5), At(row + 0.5)), 1);
        }
    }

    public void Draw(Shape shape, Pose pose)
    {
        var (left, top, right, bottom) = PictureBounds(shape, pose);
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var hits = 0;
                for (var fine = 0; fine < Fine * Fine; fine++)
                {
                    var x = At(column + (((fine % Fine) + 0.5) / Fine));
                    var y = At(row + ((double)(fine / Fine) / Fine) + (0.5 / Fine));
                    var (u, v) = pose.ToFigure(x, y);
                    if (shape.Contains(u, v)) hits++;
                }

                if (hits > 0) Blend(row, column, shape.Colour, hits / (float)(Fine * Fine));
            }
        }
    }

    /// <summary>Writes the picture as bytes, row by row, channels together (as in raw PNG), with a little sensor noise.</summary>
    public void Write(Span<byte> bytes, double noise, ClipRandom random)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            var value = _values[i] + (noise == 0 ? 0 : noise * random.Uniform(-1.7, 1.7));
            bytes[i] = (byte)Math.Clamp((int)Math.Round(255 * value), 0, 255);
        }
    }

    private double At(double pixel) => (2 * pixel / Size) - 1;

    private int Pixel(double place) => (int)Math.Floor((place + 1) * Size / 2);

    private (int Left, int Top, int Right, int Bottom) PictureBounds(Shape shape, Pose pose)
    {
        var (l, t, r, b) = shape.Bounds;
        (double X, double Y)[] corners = [pose.ToPicture(l, t), pose.ToPicture(r, t), pose.ToPicture(l, b), pose.ToPicture(r, b)];
        return (
            Math.Max(0, Pixel(corners.Min(c => c.X))),
            Math.Max(0, Pixel(corners.Min(c => c.Y))),
            Math.Min(Size - 1, Pixel(corners.Max(c => c.X))),
            Math.Min(Size - 1, Pixel(corners.Max(c => c.Y))));
    }

    private void Blend(int row, int column, Colour colour, float cover)
    {
        var start = ((row * Size) + column) * Channels;
        if (Channels == 1)
        {
            _values[start] += cover * (colour.Grey - _values[start]);
            return;
        }

        _values[start] += cover * (colour.Red - _values[start]);
        _values[start + 1] += cover * (colour.Green - _values[start + 1]);
        _values[start + 2] += cover * (colour.Blue - _values[start + 2]);
    }
}
