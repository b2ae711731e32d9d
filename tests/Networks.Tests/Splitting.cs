namespace PluginHost.Networks.Tests;

/// <summary>Random orders cut into chunks.</summary>
internal static class Splitting
{
    public static IEnumerable<Tensor> Of(int rows, int seed, int size)
    {
        var stream = new RandomStream((ulong)seed);
        var order = Enumerable.Range(0, rows).Select(row => (long)row).ToArray();
        stream.Shuffle<long>(order);
        for (var first = 0; first < rows;)
        {
            var count = Math.Min(rows - first, size > 0 ? size : 1 + stream.Next(80));
            yield return tensor(order[first..(first + count)]);
            first += count;
        }
    }
}
