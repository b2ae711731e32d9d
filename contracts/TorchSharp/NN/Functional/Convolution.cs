using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_conv1d = new("aten::conv1d"), s_conv1dPadding = new("aten::conv1d", "padding");
            private static readonly Op s_conv2d = new("aten::conv2d"), s_conv2dPadding = new("aten::conv2d", "padding");
            private static readonly Op s_conv3d = new("aten::conv3d");
            private static readonly Op s_convTranspose1d = new("aten::conv_transpose1d");
            private static readonly Op s_convTranspose2d = new("aten::conv_transpose2d", "input");

            /// <summary>Convolution of (N, Cin, L) with weight (Cout, Cin / groups, K).</summary>
            public static Tensor conv1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? dilation = null,
                long groups = 1)
                => s_conv1d.Call(input, weight, bias, One(stride, 1), One(padding, 0), One(dilation, 1), groups);

            /// <summary>Convolution of (N, Cin, H, W) with weight (Cout, Cin / groups, Kh, Kw).</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1)
                => s_conv2d.Call(input, weight, bias, Many(strides, 1, 2), Many(padding, 0, 2), Many(dilation, 1, 2), groups);

            /// <summary>Convolution of (N, Cin, D, H, W) with weight (Cout, Cin / groups, Kd, Kh, Kw).</summary>
            public static Tensor conv3d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1)
                => s_conv3d.Call(input, weight, bias, Many(strides, 1, 3), Many(padding, 0, 3), Many(dilation, 1, 3), groups);

            /// <summary>Transposed convolution of (N, Cin, L) with weight (Cin, Cout / groups, K).</summary>
            public static Tensor conv_transpose1d(
                Tensor input, Tensor weight, Tensor? bias = null, long? stride = null, long? padding = null, long? output_padding = null,
                long? dilation = null, long groups = 1)
                => s_convTranspose1d.Call(
                    input, weight, bias, One(stride, 1), One(padding, 0), One(output_padding, 0), groups, One(dilation, 1));

            /// <summary>Transposed convolution of (N, Cin, H, W) with weight (Cin, Cout / groups, Kh, Kw).</summary>
            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1)
                => s_convTranspose2d.Call(
                    input, weight, bias, Many(strides, 1, 2), Many(padding, 0, 2), Many(output_padding, 0, 2), groups,
                    Many(dilation, 1, 2));

            internal static Tensor ConvSame(
                Tensor input, Tensor weight, Tensor? bias, Padding padding, long[] stride, long[] dilation, long groups)
                => (stride.Length == 1 ? s_conv1dPadding : s_conv2dPadding).Call(
                    input, weight, bias, stride, padding == Padding.Same ? "same" : "valid", dilation, groups);

            private static long[] One(long? value, long otherwise) => [value ?? otherwise];

            private static long[] Many(long[]? values, long otherwise, int rank)
                => values is null ? [.. Enumerable.Repeat(otherwise, rank)]
                    : values.Length == 1 ? [.. Enumerable.Repeat(values[0], rank)]
                    : values;
        }
    }
}
