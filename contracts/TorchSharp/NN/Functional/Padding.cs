using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_pad = new("aten::pad"), s_unfold = new("aten::im2col"), s_fold = new("aten::col2im");

            /// <summary>Pads the last dimensions: (left, right) of the last, then of the one before it, and so on.</summary>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => mode is PaddingModes.Constant or PaddingModes.Zeros
                    ? s_pad.Call(input, pad, "constant", mode == PaddingModes.Zeros ? 0.0 : value)
                    : s_pad.Call(input, pad, ModeName(mode), Arg.None);

            /// <summary>Pads the last dimension by (left, right).</summary>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                => functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <summary>Sliding windows of (N, C, H, W) as columns (N, C · K, windows).</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1)
                => s_unfold.Call(input, Square(kernel_size), Square(dilation), Square(padding), Square(stride));

            /// <summary>Sliding windows of (N, C, H, W) as columns (N, C · Kh · Kw, windows).</summary>
            public static Tensor unfold(
                Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null,
                (long, long)? stride = null)
                => s_unfold.Call(input, Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

            /// <summary>Sums columns (N, C · K, windows) back into (N, C, H, W).</summary>
            public static Tensor fold(
                Tensor input, (long, long) output_size, (long, long) kernel_size, (long, long)? dilation = null,
                (long, long)? padding = null, (long, long)? stride = null)
                => s_fold.Call(
                    input, Pair(output_size), Pair(kernel_size), Pair(dilation ?? (1, 1)), Pair(padding ?? (0, 0)), Pair(stride ?? (1, 1)));

            private static long[] Square(long value) => [value, value];

            private static long[] Pair((long First, long Second) value) => [value.First, value.Second];

            private static string ModeName(PaddingModes mode) => mode switch
            {
                PaddingModes.Reflect => "reflect",
                PaddingModes.Replicate => "replicate",
                PaddingModes.Circular => "circular",
                _ => "constant",
            };
        }
    }
}
