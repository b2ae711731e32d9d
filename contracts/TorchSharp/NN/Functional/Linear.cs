using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_linear = new("aten::linear");
            private static readonly Op s_bilinear = new("aten::bilinear");
            private static readonly Op s_oneHot = new("aten::one_hot");
            private static readonly Op s_cosineSimilarity = new("aten::cosine_similarity");
            private static readonly Op s_vectorNorm = new("aten::norm", "ScalarOpt_dim");
            private static readonly Op s_clampMin = new("aten::clamp_min");

            /// <summary>input · weightsᵀ + bias; input (*, in), weights (out, in).</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => s_linear.Call(input, weights, bias);

            /// <summary>x1ᵀ W x2 + b for each output feature; weight (out, in1, in2).</summary>
            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null)
                => s_bilinear.Call(input1, input2, weight, bias);

            /// <summary>Integer classes to indicator vectors; -1 infers the number of classes from the greatest value.</summary>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => s_oneHot.Call(x, num_classes);

            /// <summary>input divided by max(its p-norm along <paramref name="dim"/>, eps).</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1, double eps = 1e-12)
            {
                using var norm = s_vectorNorm.Call(input, p, new[] { dim }, true);
                using var clamped = s_clampMin.Call(norm, eps);
                return input / clamped;
            }

            /// <summary>Cosine of the angle between the vectors along <paramref name="dim"/>.</summary>
            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8)
                => s_cosineSimilarity.Call(x1, x2, dim, eps);
        }
    }
}
