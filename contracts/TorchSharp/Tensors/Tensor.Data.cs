using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_item = new("aten::item");

        /// <summary>A view of the elements in row order. The tensor must lie in main memory and have element type <typeparamref
        /// name="T"/>.</summary>
        /// <exception cref="InvalidOperationException">Another element type, or not in main memory.</exception>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            RequireType(typeof(T));
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException($"The elements lie on {device}: move the tensor to the cpu to read them.");
            }

            return new TensorAccessor<T>(this);
        }

        /// <summary>The raw bytes, in memory order; the tensor must be contiguous and in main memory.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Info();
                if (info.DeviceType != (int)DeviceType.CPU || info.IsContiguous == 0)
                {
                    throw new InvalidOperationException("bytes needs a contiguous tensor in main memory.");
                }

                return new Span<byte>(DataPointer(), checked((int)(info.Elements * torch.ElementSize((ScalarType)info.ScalarType))));
            }

            set
            {
                var target = bytes;
                if (value.Length != target.Length)
                {
                    throw new ArgumentException($"The tensor holds {target.Length} bytes, got {value.Length}.", nameof(value));
                }

                value.CopyTo(target);
            }
        }

        /// <summary>The single element, as a number.</summary>
        public Scalar item() => Scalar.Of(s_item.CallValues(this)[0]!);

        /// <summary>The single element; its type must be <typeparamref name="T"/>.</summary>
        public T item<T>()
            where T : unmanaged
        {
            if (numel() != 1)
            {
                throw new ArgumentException($"The tensor has {numel()} elements, not one.");
            }

            RequireType(typeof(T));
            return As<T>(item());
        }

        public Scalar ToScalar() => item();

        public float ToSingle() => item().ToSingle();

        public double ToDouble() => item().ToDouble();

        public Half ToHalf() => item().ToHalf();

        public sbyte ToSByte() => item().ToSByte();

        public byte ToByte() => item().ToByte();

        public short ToInt16() => item().ToInt16();

        public int ToInt32() => item().ToInt32();

        public long ToInt64() => item().ToInt64();

        public bool ToBoolean() => item().ToBoolean();

        public (float Real, float Imaginary) ToComplexFloat32() => item().ToComplexFloat32();

        public Complex ToComplexFloat64() => item().ToComplexFloat64();

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator short(Tensor value) => value.ToInt16();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public static explicit operator Complex(Tensor value) => value.ToComplexFloat64();

        internal unsafe void* DataPointer()
        {
            void* pointer;
            NativeError.Check(Native.ph_tensor_data(Handle, &pointer), "data");
            GC.KeepAlive(this);
            return pointer;
        }

        internal static ScalarType? TypeOf(Type type) =>
            type == typeof(float) ? ScalarType.Float32
            : type == typeof(double) ? ScalarType.Float64
            : type == typeof(long) ? ScalarType.Int64
            : type == typeof(int) ? ScalarType.Int32
            : type == typeof(short) ? ScalarType.Int16
            : type == typeof(sbyte) ? ScalarType.Int8
            : type == typeof(byte) ? ScalarType.Byte
            : type == typeof(bool) ? ScalarType.Bool
            : type == typeof(Half) ? ScalarType.Float16
            : type == typeof(Complex) ? ScalarType.ComplexFloat64
            : type == typeof((float, float)) ? ScalarType.ComplexFloat32
            : null;

        private static T As<T>(Scalar value)
            where T : unmanaged
        {
            object boxed = value.Kind switch
            {
                _ when typeof(T) == typeof(float) => value.ToSingle(),
                _ when typeof(T) == typeof(double) => value.ToDouble(),
                _ when typeof(T) == typeof(long) => value.ToInt64(),
                _ when typeof(T) == typeof(int) => value.ToInt32(),
                _ when typeof(T) == typeof(short) => value.ToInt16(),
                _ when typeof(T) == typeof(sbyte) => value.ToSByte(),
                _ when typeof(T) == typeof(byte) => value.ToByte(),
                _ when typeof(T) == typeof(bool) => value.ToBoolean(),
                _ when typeof(T) == typeof(Half) => value.ToHalf(),
                _ when typeof(T) == typeof(Complex) => value.ToComplexFloat64(),
                _ => value.ToComplexFloat32(),
            };
            return Unsafe.Unbox<T>(boxed);
        }

        private void RequireType(Type type)
        {
            var own = dtype;
            if (TypeOf(type) != own)
            {
                throw new InvalidOperationException($"The tensor's elements are {own}, not {type.Name}.");
            }
        }
    }
}
