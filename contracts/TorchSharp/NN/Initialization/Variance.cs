using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class init
        {
            /// <summary>Uniform, keeping variance in both directions (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                var bound = Math.Sqrt(3.0) * (gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal, keeping variance in both directions (Glorot and Bengio 2010).</summary>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return normal_(tensor, 0.0, gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
            }

            /// <summary>Uniform, keeping variance in one direction (He et al. 2015); <paramref name="a"/> is the negative slope.</summary>
            public static Tensor kaiming_uniform_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3.0) * Deviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <summary>Normal, keeping variance in one direction (He et al. 2015); <paramref name="a"/> is the negative slope.</summary>
            public static Tensor kaiming_normal_(
                Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
                => normal_(tensor, 0.0, Deviation(tensor, a, mode, nonlinearity));

            /// <summary>Orthonormal rows or columns, over all dimensions but the first together (Saxe et al. 2013).</summary>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                if (tensor.ndim < 2)
                {
                    throw new ArgumentException("An orthogonal fill needs at least 2 dimensions.", nameof(tensor));
                }

                using var guard = no_grad();
                using var scope = NewDisposeScope();
                var (rows, columns) = (tensor.shape[0], tensor.numel() / tensor.shape[0]);
                var random = normal_(empty([rows, columns], dtype: tensor.dtype, device: tensor.device));
                var (q, r) = linalg.qr(rows < columns ? random.t() : random);
                q = q * r.diagonal().sign();
                s_copy.Run(tensor, (rows < columns ? q.t() : q).reshape(tensor.shape), false);
                s_mul.Run(tensor, gain);
                return tensor;
            }

            /// <summary>PyTorch's start of linear and convolution layers: weights and bias uniform in ±1/√fan-in.</summary>
            internal static void ResetAffine(Parameter weight, Parameter? bias)
            {
                kaiming_uniform_(weight, Math.Sqrt(5.0));
                if (bias is not null)
                {
                    var fanIn = CalculateFanInAndFanOut(weight).fanIn;
                    var bound = fanIn > 0 ? 1.0 / Math.Sqrt(fanIn) : 0.0;
                    uniform_(bias, -bound, bound);
                }
            }

            private static double Deviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }
        }
    }
}
