using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_embedding = new("aten::embedding"), s_renorm = new("aten::embedding_renorm_");

            /// <summary>
            /// Rows of <paramref name="weight"/> (V, E) at integer indices <paramref name="x"/> of any shape. The row at padding_idx takes
            /// no gradient; with max_norm the rows used are first scaled down in place to that norm.
            /// </summary>
            public static Tensor embedding(
                Tensor x, Tensor weight, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0,
                bool scale_grad_by_freq = false, bool sparse = false)
            {
                var padding = padding_idx is { } index ? index < 0 ? weight.shape[0] + index : index : -1;
                if (max_norm is { } limit)
                {
                    using var guard = no_grad();
                    using var contiguous = x.contiguous();
                    using var detached = weight.detach();
                    s_renorm.Run(detached, contiguous, limit, norm_type);
                }

                return s_embedding.Call(weight, x, padding, scale_grad_by_freq, sparse);
            }
        }
    }
}
