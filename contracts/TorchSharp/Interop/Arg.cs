using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>One argument of an operator call. Null references become None.</summary>
internal readonly struct Arg
{
    internal readonly object? Reference;
    internal readonly long A;
    internal readonly long B;
    internal readonly ValueKind Kind;

    private Arg(ValueKind kind, object? reference = null, long a = 0, long b = 0) => (Kind, Reference, A, B) = (kind, reference, a, b);

    /// <summary>An absent optional value.</summary>
    internal static Arg None => default;

    /// <summary>The default value that the operator's schema names.</summary>
    internal static Arg Default => new(ValueKind.Default);

    /// <summary>A list in which single tensors may be absent (indices, batches of optional gradients).</summary>
    internal static Arg OptionalTensors(params Tensor?[] tensors) => new(ValueKind.OptionalTensors, tensors);

    internal static Arg OfReal(double value) => new(ValueKind.Double, a: BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(Tensor? value) => value is null ? default : new(ValueKind.Tensor, value);

    public static implicit operator Arg(long value) => new(ValueKind.Int, a: value);

    public static implicit operator Arg(int value) => new(ValueKind.Int, a: value);

    public static implicit operator Arg(long? value) => value is { } v ? new(ValueKind.Int, a: v) : default;

    public static implicit operator Arg(double value) => OfReal(value);

    public static implicit operator Arg(double? value) => value is { } v ? OfReal(v) : default;

    public static implicit operator Arg(bool value) => new(ValueKind.Bool, a: value ? 1 : 0);

    public static implicit operator Arg(bool? value) => value is { } v ? new(ValueKind.Bool, a: v ? 1 : 0) : default;

    public static implicit operator Arg(long[]? value) => value is null ? default : new(ValueKind.Ints, value);

    public static implicit operator Arg(double[]? value) => value is null ? default : new(ValueKind.Doubles, value);

    public static implicit operator Arg(bool[]? value) => value is null ? default : new(ValueKind.Bools, value);

    public static implicit operator Arg(Tensor[]? value) => value is null ? default : new(ValueKind.Tensors, value);

    public static implicit operator Arg(List<Tensor>? value) => value is null ? default : new(ValueKind.Tensors, value.ToArray());

    public static implicit operator Arg(string? value) => value is null ? default : new(ValueKind.String, value);

    public static implicit operator Arg(ScalarType value) => new(ValueKind.ScalarType, a: (long)value);

    public static implicit operator Arg(ScalarType? value) => value is { } v ? new(ValueKind.ScalarType, a: (long)v) : default;

    public static implicit operator Arg(Device? value) =>
        value is null ? default : new(ValueKind.Device, a: (long)value.type, b: value.index);

    public static implicit operator Arg(Scalar? value) => value is null ? default : new(value.Kind, a: value.A, b: value.B);

    public static implicit operator Arg(Generator? value) => value is null ? default : new(ValueKind.Generator, value);
}
