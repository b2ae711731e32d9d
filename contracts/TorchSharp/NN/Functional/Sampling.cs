using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_nearest1d = new("aten::upsample_nearest1d", "vec");
            private static readonly Op s_linear1d = new("aten::upsample_linear1d", "vec");
            private static readonly Op s_nearest2d = new("aten::upsample_nearest2d", "vec");
            private static readonly Op s_bilinear2d = new("aten::upsample_bilinear2d", "vec");
            private static readonly Op s_bicubic2d = new("aten::upsample_bicubic2d", "vec");
            private static readonly Op s_nearest3d = new("aten::upsample_nearest3d", "vec");
            private static readonly Op s_trilinear3d = new("aten::upsample_trilinear3d", "vec");
            private static readonly Op s_bilinearAa = new("aten::_upsample_bilinear2d_aa", "vec");
            private static readonly Op s_bicubicAa = new("aten::_upsample_bicubic2d_aa", "vec");
            private static readonly Op s_gridSampler = new("aten::grid_sampler"), s_affineGrid = new("aten::affine_grid_generator");
            private static readonly Op s_pixelShuffle = new("aten::pixel_shuffle"), s_pixelUnshuffle = new("aten::pixel_unshuffle");

            /// <summary>
            /// Resizes the space of (N, C, L), (N, C, H, W) or (N, C, D, H, W) to <paramref name="size"/> or by
            /// <paramref name="scale_factor"/>, of which exactly one is given.
            /// </summary>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                if ((size is null) == (scale_factor is null))
                {
                    throw new ArgumentException("interpolate takes either size or scale_factor.", nameof(size));
                }

                var rank = (int)x.ndim - 2;
                size = size is null ? null : Many(size, 0, rank);
                scale_factor = scale_factor is { Length: 1 } ? [.. Enumerable.Repeat(scale_factor[0], rank)] : scale_factor;
                if ((recompute_scale_factor || mode == InterpolationMode.Area) && scale_factor is not null)
                {
                    size = [.. scale_factor.Select((factor, i) => (long)Math.Floor(x.shape[i + 2] * factor))];
                    scale_factor = null;
                }

                Arg sizes = size is null ? Arg.None : size;
                Arg scales = scale_factor is null ? Arg.None : scale_factor;
                var corners = align_corners ?? false;
                return (mode, rank, antialias) switch
                {
                    (InterpolationMode.Nearest, 1, false) => s_nearest1d.Call(x, sizes, scales),
                    (InterpolationMode.Nearest, 2, false) => s_nearest2d.Call(x, sizes, scales),
                    (InterpolationMode.Nearest, 3, false) => s_nearest3d.Call(x, sizes, scales),
                    (InterpolationMode.Linear, 1, false) => s_linear1d.Call(x, sizes, corners, scales),
                    (InterpolationMode.Bilinear, 2, false) => s_bilinear2d.Call(x, sizes, corners, scales),
                    (InterpolationMode.Bicubic, 2, false) => s_bicubic2d.Call(x, sizes, corners, scales),
                    (InterpolationMode.Trilinear, 3, false) => s_trilinear3d.Call(x, sizes, corners, scales),
                    (InterpolationMode.Bilinear, 2, true) => s_bilinearAa.Call(x, sizes, corners, scales),
                    (InterpolationMode.Bicubic, 2, true) => s_bicubicAa.Call(x, sizes, corners, scales),
                    (InterpolationMode.Area, 1, false) => s_adaptiveAvg1d.Call(x, size!),
                    (InterpolationMode.Area, 2, false) => s_adaptiveAvg2d.Call(x, size!),
                    _ => throw new ArgumentException(
                        $"interpolate has no mode {mode}{(antialias ? " with antialias" : "")} for {rank} spatial dimensions.",
                        nameof(mode)),
                };
            }

            /// <summary>Resizes by <see cref="interpolate"/>.</summary>
            public static Tensor upsample(
                Tensor x, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest,
                bool? align_corners = null)
                => interpolate(x, size, scale_factor, (InterpolationMode)mode, align_corners);

            /// <summary>
            /// Samples input (N, C, H, W) at grid (N, Ho, Wo, 2), whose last dimension holds x and y in [-1, 1].
            /// </summary>
            public static Tensor grid_sample(
                Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
                => s_gridSampler.Call(
                    input,
                    grid,
                    mode == GridSampleMode.Nearest ? 1L : 0L,
                    padding_mode switch { GridSamplePaddingMode.Border => 1L, GridSamplePaddingMode.Reflection => 2L, _ => 0L },
                    align_corners ?? false);

            /// <summary>The sampling grid of affine maps theta (N, 2, 3) for output size (N, C, H, W).</summary>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false)
                => s_affineGrid.Call(theta, size ?? throw new ArgumentNullException(nameof(size)), align_corners);

            /// <summary>(N, C r², H, W) to (N, C, H r, W r).</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => s_pixelShuffle.Call(input, upscale_factor);

            /// <summary>(N, C, H r, W r) to (N, C r², H, W).</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => s_pixelUnshuffle.Call(input, downscale_factor);
        }
    }
}
