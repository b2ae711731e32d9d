using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_relu = new("aten::relu"), s_reluIn = new("aten::relu_");
            private static readonly Op s_relu6 = new("aten::relu6"), s_relu6In = new("aten::relu6_");
            private static readonly Op s_silu = new("aten::silu"), s_siluIn = new("aten::silu_");
            private static readonly Op s_mish = new("aten::mish"), s_mishIn = new("aten::mish_");
            private static readonly Op s_selu = new("aten::selu"), s_seluIn = new("aten::selu_");
            private static readonly Op s_tanh = new("aten::tanh"), s_tanhIn = new("aten::tanh_");
            private static readonly Op s_hardswish = new("aten::hardswish"), s_hardswishIn = new("aten::hardswish_");
            private static readonly Op s_hardsigmoid = new("aten::hardsigmoid"), s_hardsigmoidIn = new("aten::hardsigmoid_");
            private static readonly Op s_sigmoid = new("aten::sigmoid"), s_sigmoidIn = new("aten::sigmoid_");
            private static readonly Op s_gelu = new("aten::gelu"), s_geluIn = new("aten::gelu_");
            private static readonly Op s_logSigmoid = new("aten::log_sigmoid");
            private static readonly Op s_leakyRelu = new("aten::leaky_relu"), s_leakyReluIn = new("aten::leaky_relu_");
            private static readonly Op s_elu = new("aten::elu"), s_eluIn = new("aten::elu_");
            private static readonly Op s_celu = new("aten::celu"), s_celuIn = new("aten::celu_");
            private static readonly Op s_hardtanh = new("aten::hardtanh"), s_hardtanhIn = new("aten::hardtanh_");
            private static readonly Op s_softplus = new("aten::softplus");
            private static readonly Op s_glu = new("aten::glu");
            private static readonly Op s_prelu = new("aten::prelu");

            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => (inplace ? s_reluIn : s_relu).Call(x);

            /// <summary>min(max(x, 0), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => (inplace ? s_relu6In : s_relu6).Call(x);

            /// <summary>x · sigmoid(x).</summary>
            public static Tensor silu(Tensor x, bool inplace = false) => (inplace ? s_siluIn : s_silu).Call(x);

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) => (inplace ? s_mishIn : s_mish).Call(x);

            /// <summary>The self-normalising exponential linear unit.</summary>
            public static Tensor selu(Tensor x, bool inplace = false) => (inplace ? s_seluIn : s_selu).Call(x);

            /// <summary>Hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => (inplace ? s_tanhIn : s_tanh).Call(x);

            /// <summary>x · relu6(x + 3) / 6.</summary>
            public static Tensor hardswish(Tensor x, bool inplace = false) => (inplace ? s_hardswishIn : s_hardswish).Call(x);

            /// <summary>relu6(x + 3) / 6.</summary>
            public static Tensor hardsigmoid(Tensor x, bool inplace = false) => (inplace ? s_hardsigmoidIn : s_hardsigmoid).Call(x);

            /// <summary>1 / (1 + exp(-x)).</summary>
            public static Tensor sigmoid(Tensor x) => s_sigmoid.Call(x);

            /// <summary>1 / (1 + exp(-x)), written into <paramref name="x"/> when <paramref name="inplace"/>.</summary>
            public static Tensor sigmoid(Tensor x, bool inplace) => (inplace ? s_sigmoidIn : s_sigmoid).Call(x);

            /// <summary>log(sigmoid(x)), computed without overflow.</summary>
            public static Tensor logsigmoid(Tensor x) => s_logSigmoid.Call(x);

            /// <summary>x · Φ(x), exact (error function).</summary>
            public static Tensor gelu(Tensor x) => s_gelu.Call(x, "none");

            /// <summary>x · Φ(x), exact or by the tanh approximation.</summary>
            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false)
                => (inplace ? s_geluIn : s_gelu).Call(x, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");

            /// <summary>x for x ≥ 0, negative_slope · x below.</summary>
            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false)
                => (inplace ? s_leakyReluIn : s_leakyRelu).Call(input, negative_slope);

            /// <summary>x for x ≥ 0, alpha · (exp(x) - 1) below.</summary>
            public static Tensor elu(Tensor x, double alpha = 1.0, bool inplace = false)
                => (inplace ? s_eluIn : s_elu).Call(x, alpha, 1.0, 1.0);

            /// <summary>max(0, x) + min(0, alpha · (exp(x / alpha) - 1)).</summary>
            public static Tensor celu(Tensor x, double alpha = 1.0, bool inplace = false)
                => (inplace ? s_celuIn : s_celu).Call(x, alpha);

            /// <summary>x clamped to [min_val, max_val].</summary>
            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false)
                => (inplace ? s_hardtanhIn : s_hardtanh).Call(x, min_val, max_val);

            /// <summary>log(1 + exp(beta · x)) / beta; linear where beta · x exceeds the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1.0, double threshold = 20.0) => s_softplus.Call(x, beta, threshold);

            /// <summary>The first half along <paramref name="dim"/> times the sigmoid of the second half.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => s_glu.Call(input, dim);

            /// <summary>x for x ≥ 0, weight · x below; weight has one element or one per channel (dimension 1).</summary>
            public static Tensor prelu(Tensor x, Tensor weight) => s_prelu.Call(x, weight);

            /// <summary>x / (1 + |x|).</summary>
            public static Tensor softsign(Tensor x)
            {
                using var denominator = 1.0 + x.abs();
                return x / denominator;
            }
        }
    }
}
