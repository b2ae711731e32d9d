using System.Globalization;
using PluginHost.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Pickles;

/// <summary>A name that a pickle may mention. It stands for a value or a function of ours; never for one of Python's.</summary>
/// <param name="Name">The name in Python.</param>
/// <param name="Value">What it stands for when nothing is called.</param>
/// <param name="Call">What a call gives, or <see langword="null"/> when it cannot be called.</param>
internal sealed record AllowedGlobal(string Name, object? Value = null, Func<object?[], object?>? Call = null);

/// <summary>An OrderedDict: the only value that may carry attributes (torch's <c>_metadata</c>), which are dropped.</summary>
internal sealed class PickledDictionary() : Dictionary<object, object?>(PickleKeys.Instance);

/// <summary>Memory that tensors view.</summary>
/// <param name="Key">Its name in the archive.</param>
/// <param name="Elements">One-dimensional, over the whole memory.</param>
internal sealed record PickledStorage(string Key, Tensor Elements);

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

/// <summary>Makes errors that name the file.</summary>
internal sealed class PickleFault(string source, string wanted = "tensors saved by torch")
{
    private const int Longest = 120;

    /// <summary>How each message begins.</summary>
    internal string Start => $"{source} cannot be read as {wanted}: ";

    /// <summary>The same for a part of the file.</summary>
    internal PickleFault Within(string part) => new($"'{Printable(part)}' of {source}", wanted);

    internal InvalidDataException Of(string reason, Exception? inner = null) => new($"{Start}{reason}.", inner);

    /// <summary>That the file is of another kind.</summary>
    /// <param name="start">Its first bytes.</param>
    /// <param name="way">The way out; <see langword="null"/> for the usual one of that kind.</param>
    internal InvalidDataException Foreign(ReadOnlySpan<byte> start, string? way = null)
    {
        way ??= FileContents.Remedy(start);
        return Of($"it is {FileContents.Describe(start)}{(way is null ? "" : ". " + way.TrimEnd('.'))}");
    }

    /// <summary>A text from the file, fit for a message: short, and without control characters.</summary>
    internal static string Printable(string text)
    {
        var cut = text.Length > Longest ? string.Concat(text.AsSpan(0, Longest), "...") : text;
        return string.Concat(cut.Select(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format ? '?' : c));
    }
}
