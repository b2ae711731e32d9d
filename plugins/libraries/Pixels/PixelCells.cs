namespace PluginHost.Pixels;

/// <summary>
/// Describes a grey picture by 192 numbers: 8 x 8 block means with their mean removed, and the gradient strength in 4 x 4 cells and
/// 8 directions (a line and its reverse count as one).
/// </summary>
internal static class PixelCells
{
    public const int Size = Blocks + (Cells * Cells * Directions);
    private const int Grid = 8;
    private const int Blocks = Grid * Grid;
    private const int Cells = 4;
    private const int Directions = 8;

    /// <param name="picture">Row by row, 0 to 1 (or -1 to 1 for a difference of pictures).</param>
    /// <param name="height">Rows; at least 2.</param>
    /// <param name="width">Columns; at least 2.</param>
    /// <param name="floor">Added to each half's length before division by it: keeps a picture of mere noise small. 0 = plain.</param>
    public static float[] Describe(ReadOnlySpan<float> picture, int height, int width, float floor)
    {
        var cells = new float[Size];
        Means(picture, height, width, cells.AsSpan(0, Blocks));
        Gradients(picture, height, width, cells.AsSpan(Blocks));
        Scale(cells.AsSpan(0, Blocks), floor);
        Scale(cells.AsSpan(Blocks), floor);
        return cells;
    }

    // Area averaging, rows and then columns, so that any picture size gives the same blocks.
    private static void Means(ReadOnlySpan<float> picture, int height, int width, Span<float> blocks)
    {
        var (tall, wide) = (Shares(height), Shares(width));
        var strips = new float[Grid * width];
        foreach (var (block, pixel, part) in tall)
        {
            for (var x = 0; x < width; x++) strips[(block * width) + x] += part * picture[(pixel * width) + x];
        }

        foreach (var (block, pixel, part) in wide)
        {
            for (var row = 0; row < Grid; row++) blocks[(row * Grid) + block] += part * strips[(row * width) + pixel];
        }

        var mean = 0f;
        foreach (var value in blocks) mean += value / Blocks;
        for (var i = 0; i < Blocks; i++) blocks[i] -= mean;
    }

    /// <summary>Which part of each block each pixel of a line covers; a block's parts add up to 1.</summary>
    private static List<(int Block, int Pixel, float Part)> Shares(int pixels)
    {
        var shares = new List<(int, int, float)>();
        for (var block = 0; block < Grid; block++)
        {
            var (from, to) = (block * (double)pixels / Grid, (block + 1) * (double)pixels / Grid);
            for (var pixel = (int)from; pixel < pixels && pixel < to - 1e-9; pixel++)
                shares.Add((block, pixel, (float)((Math.Min(to, pixel + 1) - Math.Max(from, pixel)) / (to - from))));
        }

        return shares;
    }

    private static void Gradients(ReadOnlySpan<float> picture, int height, int width, Span<float> cells)
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var dx = picture[(y * width) + Math.Min(width - 1, x + 1)] - picture[(y * width) + Math.Max(0, x - 1)];
                var dy = picture[(Math.Min(height - 1, y + 1) * width) + x] - picture[(Math.Max(0, y - 1) * width) + x];
                var strength = MathF.Sqrt((dx * dx) + (dy * dy));
                if (strength == 0) continue;
                // Angle in [0, pi), shared between the two nearest directions.
                var place = (MathF.Atan2(dy, dx) + MathF.PI) / MathF.PI * Directions;
                var low = (int)place;
                var part = place - low;
                var cell = ((y * Cells / height * Cells) + (x * Cells / width)) * Directions;
                cells[cell + (low % Directions)] += strength * (1 - part);
                cells[cell + ((low + 1) % Directions)] += strength * part;
            }
        }

        // Per pixel, so that the floor means the same at every picture size.
        for (var i = 0; i < cells.Length; i++) cells[i] *= 256f / (height * width);
    }

    private static void Scale(Span<float> values, float floor)
    {
        var square = 0.0;
        foreach (var value in values) square += (double)value * value;
        var length = (float)Math.Sqrt(square) + floor;
        if (length < 1e-12f) return;
        for (var i = 0; i < values.Length; i++) values[i] /= length;
    }
}
