using PluginHost.Contracts;

namespace PluginHost.Plugins.DatasetClassification.Digits;

/// <summary>
/// Changes square pictures as a domain says: a turn by bilinear sampling about the centre, with 0 outside, then a fixed order of the pixels
/// (as in permuted and rotated MNIST: J. Kirkpatrick et al., PNAS 114, 2017; D. Lopez-Paz and M. Ranzato, NIPS 2017).
/// </summary>
internal sealed class PictureDomain
{
    private readonly int _side;
    private readonly double _sine;
    private readonly double _cosine;
    private readonly bool _turned;
    private readonly int[]? _order;

    /// <param name="domain">The change.</param>
    /// <param name="side">Pixels on a side of the pictures.</param>
    public PictureDomain(DomainOptions domain, int side)
    {
        _side = side;
        _turned = domain.Rotate % 360 != 0;
        (_sine, _cosine) = Math.SinCos(domain.Rotate * Math.PI / 180);
        if (domain.Permute == 0) return;
        _order = [.. Enumerable.Range(0, side * side)];
        new RandomSource(domain.Permute).Stream("pixel permutation").Shuffle(_order.AsSpan());
    }

    /// <summary>Pixel i of the result is pixel Order[i] of the turned picture; null = as they were.</summary>
    public IReadOnlyList<int>? Order => _order;

    /// <summary>The changed picture; the given one may be returned itself.</summary>
    /// <param name="pixels">side x side values, row by row from the top.</param>
    public float[] Apply(float[] pixels)
    {
        var turned = _turned ? Turn(pixels) : pixels;
        return _order is null ? turned : [.. _order.Select(from => turned[from])];
    }

    private float[] Turn(float[] pixels)
    {
        var turned = new float[pixels.Length];
        var centre = (_side - 1) / 2.0;
        for (var row = 0; row < _side; row++)
        {
            for (var column = 0; column < _side; column++)
            {
                var (x, y) = (column - centre, row - centre);
                turned[(row * _side) + column] = (float)At(
                    pixels, centre + (_cosine * x) - (_sine * y), centre + (_sine * x) + (_cosine * y));
            }
        }

        return turned;
    }

    private double At(float[] pixels, double x, double y)
    {
        var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        var (right, down) = (x - left, y - top);
        return ((1 - down) * (((1 - right) * Pixel(left, top)) + (right * Pixel(left + 1, top))))
            + (down * (((1 - right) * Pixel(left, top + 1)) + (right * Pixel(left + 1, top + 1))));

        float Pixel(int column, int row) =>
            column < 0 || row < 0 || column >= _side || row >= _side ? 0 : pixels[(row * _side) + column];
    }
}
