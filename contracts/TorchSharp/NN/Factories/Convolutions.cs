using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Convolution of (N, C, L).</summary>
        public static Conv1d Conv1d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null)
            => new(Shape(1, in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias), device, dtype);

        /// <summary>Convolution of (N, C, L), padded by rule.</summary>
        public static Conv1d Conv1d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null)
            => new(
                Shape(1, in_channels, out_channels, kernel_size, stride, 0, dilation, padding_mode, groups, bias) with { Rule = padding },
                device,
                dtype);

        /// <summary>Convolution of (N, C, H, W) with square numbers.</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null)
            => new(Shape(2, in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias), device, dtype);

        /// <summary>Convolution of (N, C, H, W), padded by rule.</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, long kernel_size, Padding padding, long stride = 1, long dilation = 1,
            PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null)
            => new(
                Shape(2, in_channels, out_channels, kernel_size, stride, 0, dilation, padding_mode, groups, bias) with { Rule = padding },
                device,
                dtype);

        /// <summary>Convolution of (N, C, H, W) with numbers for height and width.</summary>
        public static Conv2d Conv2d(
            long in_channels, long out_channels, (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null,
            (long, long)? dilation = null, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true,
            Device? device = null, ScalarType? dtype = null)
            => new(
                Shape(2, in_channels, out_channels, 0, 0, 0, 0, padding_mode, groups, bias) with
                {
                    Kernel = Both(kernel_size, 1),
                    Stride = Both(stride, 1),
                    Padding = Both(padding, 0),
                    Dilation = Both(dilation, 1),
                },
                device,
                dtype);

        /// <summary>Transposed convolution of (N, C, L).</summary>
        public static ConvTranspose1d ConvTranspose1d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null)
            => new(
                Shape(1, in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias) with
                {
                    OutputPadding = [output_padding],
                },
                device,
                dtype);

        /// <summary>Transposed convolution of (N, C, H, W).</summary>
        public static ConvTranspose2d ConvTranspose2d(
            long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long output_padding = 0,
            long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null,
            ScalarType? dtype = null)
            => new(
                Shape(2, in_channels, out_channels, kernel_size, stride, padding, dilation, padding_mode, groups, bias) with
                {
                    OutputPadding = [output_padding, output_padding],
                },
                device,
                dtype);

        private static ConvolutionShape Shape(
            int rank, long inChannels, long outChannels, long kernel, long stride, long padding, long dilation, PaddingModes mode,
            long groups, bool bias)
            => new()
            {
                InChannels = inChannels,
                OutChannels = outChannels,
                Kernel = [.. Enumerable.Repeat(kernel, rank)],
                Stride = [.. Enumerable.Repeat(stride, rank)],
                Padding = [.. Enumerable.Repeat(padding, rank)],
                Dilation = [.. Enumerable.Repeat(dilation, rank)],
                OutputPadding = new long[rank],
                Groups = groups,
                Bias = bias,
                Mode = mode,
            };

        private static long[] Both((long Height, long Width)? numbers, long otherwise)
            => numbers is { } given ? [given.Height, given.Width] : [otherwise, otherwise];
    }
}
