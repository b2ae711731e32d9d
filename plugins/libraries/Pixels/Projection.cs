using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PluginHost.Contracts;

namespace PluginHost.Pixels;

/// <summary>A fixed Gaussian matrix from the cells to a vector. Inner products are kept on average (Johnson and Lindenstrauss).</summary>
internal sealed class Projection
{
    private readonly float[] _matrix;
    private readonly int _size;

    public Projection(long seed, string name, int size, double deviation)
    {
        _size = size;
        var stream = new RandomSource(seed).Stream("features.pixels." + name);
        _matrix = new float[PixelCells.Size * size];
        for (var i = 0; i < _matrix.Length; i++) _matrix[i] = (float)(deviation * stream.NextGaussian());
    }

    // Code for vectors as wide as the machine's is compiled at run time: at once in full, as most of a run's calls come before it would be again.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(ReadOnlySpan<float> cells, Span<float> result)
    {
        result.Clear();
        for (var i = 0; i < cells.Length; i++)
        {
            if (cells[i] == 0) continue;
            var row = _matrix.AsSpan(i * _size, _size);
            var wide = MemoryMarshal.Cast<float, Vector<float>>(row);
            var sum = MemoryMarshal.Cast<float, Vector<float>>(result);
            var factor = new Vector<float>(cells[i]);
            for (var j = 0; j < wide.Length; j++) sum[j] += factor * wide[j];
            for (var j = wide.Length * Vector<float>.Count; j < _size; j++) result[j] += cells[i] * row[j];
        }
    }
}
