using System.Numerics;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A single number of any element type, as an operator's argument. Immutable; holds no native memory.</summary>
public sealed class Scalar : IDisposable
{
    internal readonly ValueKind Kind;
    internal readonly long A;
    internal readonly long B;

    private Scalar(ScalarType type, ValueKind kind, long a, long b = 0) => (Type, Kind, A, B) = (type, kind, a, b);

    public ScalarType Type { get; }

    public static implicit operator Scalar(byte value) => new(ScalarType.Byte, ValueKind.Int, value);

    public static implicit operator Scalar(sbyte value) => new(ScalarType.Int8, ValueKind.Int, value);

    public static implicit operator Scalar(short value) => new(ScalarType.Int16, ValueKind.Int, value);

    public static implicit operator Scalar(int value) => new(ScalarType.Int32, ValueKind.Int, value);

    public static implicit operator Scalar(long value) => new(ScalarType.Int64, ValueKind.Int, value);

    public static implicit operator Scalar(Half value) => Real(ScalarType.Float16, (double)value);

    public static implicit operator Scalar(float value) => Real(ScalarType.Float32, value);

    public static implicit operator Scalar(double value) => Real(ScalarType.Float64, value);

    public static implicit operator Scalar(bool value) => new(ScalarType.Bool, ValueKind.Bool, value ? 1 : 0);

    public static implicit operator Scalar((float, float) value) => Pair(ScalarType.ComplexFloat32, value.Item1, value.Item2);

    public static implicit operator Scalar(Complex value) => Pair(ScalarType.ComplexFloat64, value.Real, value.Imaginary);

    /// <summary>Nothing to free; there so that code which disposes scalars compiles.</summary>
    public void Dispose()
    {
    }

    public override string ToString() => Kind switch
    {
        ValueKind.Int => A.ToString(),
        ValueKind.Bool => A != 0 ? "True" : "False",
        ValueKind.Complex => new Complex(BitConverter.Int64BitsToDouble(A), BitConverter.Int64BitsToDouble(B)).ToString(),
        _ => BitConverter.Int64BitsToDouble(A).ToString("R"),
    };

    internal static Scalar Of(object value) => value switch
    {
        long v => v,
        double v => v,
        bool v => v,
        Complex v => v,
        _ => throw new ArgumentException($"{value.GetType()} is no number.", nameof(value)),
    };

    internal double AsDouble => Kind switch
    {
        ValueKind.Int => A,
        ValueKind.Bool => A,
        ValueKind.Double => BitConverter.Int64BitsToDouble(A),
        _ => B == 0 ? BitConverter.Int64BitsToDouble(A) : throw new InvalidCastException("A complex number is no real number."),
    };

    internal Complex AsComplex => Kind == ValueKind.Complex
        ? new Complex(BitConverter.Int64BitsToDouble(A), BitConverter.Int64BitsToDouble(B)) : AsDouble;

    internal long AsLong => Kind is ValueKind.Int or ValueKind.Bool ? A : (long)AsDouble;

    private static Scalar Real(ScalarType type, double value) => new(type, ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    private static Scalar Pair(ScalarType type, double re, double im) =>
        new(type, ValueKind.Complex, BitConverter.DoubleToInt64Bits(re), BitConverter.DoubleToInt64Bits(im));
}

/// <summary>Conversions of numbers to <see cref="Scalar"/> and back.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this Complex value) => value;

    public static Scalar ToScalar(this (float, float) value) => value;

    public static Half ToHalf(this Scalar value) => (Half)value.AsDouble;

    public static float ToSingle(this Scalar value) => (float)value.AsDouble;

    public static double ToDouble(this Scalar value) => value.AsDouble;

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.AsLong);

    public static byte ToByte(this Scalar value) => checked((byte)value.AsLong);

    public static short ToInt16(this Scalar value) => checked((short)value.AsLong);

    public static int ToInt32(this Scalar value) => checked((int)value.AsLong);

    public static long ToInt64(this Scalar value) => value.AsLong;

    public static bool ToBoolean(this Scalar value) => value.AsDouble != 0;

    public static Complex ToComplexFloat64(this Scalar value) => value.AsComplex;

    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) =>
        ((float)value.AsComplex.Real, (float)value.AsComplex.Imaginary);
}
