using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills of tensors in place, not recorded by autograd; each returns its argument.</summary>
        public static partial class init
        {
            private static readonly Op s_uniform = new("aten::uniform_"), s_normal = new("aten::normal_"), s_zero = new("aten::zero_");
            private static readonly Op s_fill = new("aten::fill_", "Scalar"), s_erfinv = new("aten::erfinv_");
            private static readonly Op s_mul = new("aten::mul_", "Scalar");
            private static readonly Op s_add = new("aten::add_", "Scalar"), s_clamp = new("aten::clamp_"), s_copy = new("aten::copy_");

            /// <summary>Zeros.</summary>
            public static Tensor zeros_(Tensor tensor) => Fill(tensor, () => s_zero.Run(tensor));

            /// <summary>Ones.</summary>
            public static Tensor ones_(Tensor tensor) => Fill(tensor, () => s_fill.Run(tensor, 1.0));

            /// <summary>One value everywhere.</summary>
            public static Tensor constant_(Tensor tensor, Scalar val) => Fill(tensor, () => s_fill.Run(tensor, val));

            /// <summary>Uniform in [low, high).</summary>
            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
                => Fill(tensor, () => s_uniform.Run(tensor, low, high, generator));

            /// <summary>Normal.</summary>
            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
                => Fill(tensor, () => s_normal.Run(tensor, mean, std, generator));

            /// <summary>Normal, cut to [a, b] by inverting the distribution function of uniform numbers.</summary>
            public static Tensor trunc_normal_(
                Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
                => Fill(tensor, () =>
                {
                    var (low, high) = (Cumulative((a - mean) / std), Cumulative((b - mean) / std));
                    s_uniform.Run(tensor, (2 * low) - 1, (2 * high) - 1, generator);
                    s_erfinv.Run(tensor);
                    s_mul.Run(tensor, std * Math.Sqrt(2.0));
                    s_add.Run(tensor, mean, 1.0);
                    s_clamp.Run(tensor, a, b);
                });

            /// <summary>The identity matrix.</summary>
            /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
            public static Tensor eye_(Tensor tensor)
            {
                if (tensor.ndim != 2)
                {
                    throw new ArgumentException("Only a matrix can be an identity.", nameof(tensor));
                }

                return Fill(tensor, () =>
                {
                    using var identity = eye(tensor.shape[0], tensor.shape[1], dtype: tensor.dtype, device: tensor.device);
                    s_copy.Run(tensor, identity, false);
                });
            }

            /// <summary>The kernel (3 to 5 dimensions) of a convolution that copies channel i to channel i.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length is < 3 or > 5)
                {
                    throw new ArgumentException("Only tensors of 3 to 5 dimensions can be kernels.", nameof(tensor));
                }

                return Fill(tensor, () =>
                {
                    using var scope = NewDisposeScope();
                    s_zero.Run(tensor);
                    for (var channel = 0L; channel < Math.Min(shape[0], shape[1]); channel++)
                    {
                        var element = tensor.select(0, channel).select(0, channel);
                        for (var dimension = 2; dimension < shape.Length; dimension++)
                        {
                            element = element.select(0, shape[dimension] / 2);
                        }

                        s_fill.Run(element, 1.0);
                    }
                });
            }

            private static Tensor Fill(Tensor tensor, Action fill)
            {
                using var guard = no_grad();
                fill();
                return tensor;
            }

            /// <summary>The distribution function of the standard normal, by libtorch's error function.</summary>
            private static double Cumulative(double x)
            {
                using var scope = NewDisposeScope();
                return (1.0 + torch.tensor(x / Math.Sqrt(2.0), ScalarType.Float64).erf().item<double>()) / 2.0;
            }
        }
    }
}
