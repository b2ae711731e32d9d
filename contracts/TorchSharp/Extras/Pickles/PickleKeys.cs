namespace TorchSharp.Extras.Pickles;

/// <summary>Compares dictionary keys; numbers hash with a seed of the process, so that no file can choose keys that all collide.</summary>
internal sealed class PickleKeys : IEqualityComparer<object>
{
    internal static readonly PickleKeys Instance = new();

    public new bool Equals(object? x, object? y) => object.Equals(x, y);

    public int GetHashCode(object obj) => obj switch
    {
        long number => Hash(number),
        double number => Hash(BitConverter.DoubleToInt64Bits(number)),
        _ => obj.GetHashCode(),
    };

    private static int Hash(long bits) => HashCode.Combine((int)bits, (int)(bits >> 32));
}
