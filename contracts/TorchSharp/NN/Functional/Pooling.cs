using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_maxPool1d = new("aten::max_pool1d"), s_maxPool2d = new("aten::max_pool2d");
            private static readonly Op s_avgPool1d = new("aten::avg_pool1d"), s_avgPool2d = new("aten::avg_pool2d");
            private static readonly Op s_adaptiveAvg1d = new("aten::adaptive_avg_pool1d");
            private static readonly Op s_adaptiveAvg2d = new("aten::adaptive_avg_pool2d");
            private static readonly Op s_adaptiveMax1d = new("aten::adaptive_max_pool1d");
            private static readonly Op s_adaptiveMax2d = new("aten::adaptive_max_pool2d");

            /// <summary>Greatest value in each window of (N, C, L); the stride defaults to the window.</summary>
            public static Tensor max_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => s_maxPool1d.Call(input, One(kernel_size, 1), One(stride, kernel_size), One(padding, 0), One(dilation, 1), ceil_mode);

            /// <summary>Greatest value in each square window of (N, C, H, W).</summary>
            public static Tensor max_pool2d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false)
                => max_pool2d(input, [kernel_size, kernel_size], Two(stride), Two(padding), Two(dilation), ceil_mode);

            /// <summary>Greatest value in each window of (N, C, H, W).</summary>
            public static Tensor max_pool2d(
                Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                bool ceil_mode = false)
                => s_maxPool2d.Call(input, kernel_size, strides ?? kernel_size, Many(padding, 0, 2), Many(dilation, 1, 2), ceil_mode);

            /// <summary>Mean of each window of (N, C, L).</summary>
            public static Tensor avg_pool1d(
                Tensor input, long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false,
                bool count_include_pad = true)
                => s_avgPool1d.Call(input, One(kernel_size, 1), One(stride, kernel_size), One(padding, 0), ceil_mode, count_include_pad);

            /// <summary>Mean of each square window of (N, C, H, W).</summary>
            public static Tensor avg_pool2d(
                Tensor input, long kernel_size, long? stride = null, long padding = 0, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
                => avg_pool2d(
                    input, [kernel_size, kernel_size], Two(stride), [padding, padding], ceil_mode, count_include_pad, divisor_override);

            /// <summary>Mean of each window of (N, C, H, W).</summary>
            public static Tensor avg_pool2d(
                Tensor input, long[] kernel_sizes, long[]? strides = null, long[]? paddings = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null)
                => s_avgPool2d.Call(
                    input, kernel_sizes, strides ?? kernel_sizes, Many(paddings, 0, 2), ceil_mode, count_include_pad, divisor_override);

            /// <summary>Mean pooling to a given length.</summary>
            public static Tensor adaptive_avg_pool1d(Tensor input, long output_size) => s_adaptiveAvg1d.Call(input, One(output_size, 1));

            /// <summary>Mean pooling to a square of the given side.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long output_size)
                => adaptive_avg_pool2d(input, [output_size, output_size]);

            /// <summary>Mean pooling to the given height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, long[] output_size) => s_adaptiveAvg2d.Call(input, output_size);

            /// <summary>Mean pooling to the given height and width.</summary>
            public static Tensor adaptive_avg_pool2d(Tensor input, (long, long) output_size)
                => adaptive_avg_pool2d(input, [output_size.Item1, output_size.Item2]);

            /// <summary>Max pooling to a given length.</summary>
            public static Tensor adaptive_max_pool1d(Tensor input, long output_size)
                => First(s_adaptiveMax1d.CallMany(input, One(output_size, 1)));

            /// <summary>Max pooling to the given height and width.</summary>
            public static Tensor adaptive_max_pool2d(Tensor input, long[] output_size)
                => First(s_adaptiveMax2d.CallMany(input, output_size));

            private static long[]? Two(long? value) => value is { } v ? [v, v] : null;

            private static Tensor First(Tensor[] results)
            {
                foreach (var other in results.AsSpan(1))
                {
                    other.Dispose();
                }

                return results[0];
            }
        }
    }
}
