using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_attention = new("aten::scaled_dot_product_attention");
            private static readonly Op s_bmm = new("aten::matmul");
            private static readonly Op s_maskedFill = new("aten::masked_fill", "Scalar"), s_logicalNot = new("aten::logical_not");

            /// <summary>
            /// softmax(Q Kᵀ / √E + mask) V over the last two dimensions. A Boolean mask is true where attention is allowed; another
            /// mask is added. Where libtorch has the fused kernel it is used, else the formula is computed as written.
            /// </summary>
            public static Tensor scaled_dot_product_attention(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false)
                => s_attention.Exists
                    ? s_attention.Call(query, key, value, attn_mask, p, is_casual)
                    : AttentionByFormula(query, key, value, attn_mask, p, is_casual);

            internal static Tensor AttentionByFormula(
                Tensor query, Tensor key, Tensor value, Tensor? attn_mask, double p, bool causal)
            {
                using var scope = NewDisposeScope();
                var mask = attn_mask;
                if (causal)
                {
                    if (mask is not null)
                    {
                        throw new ArgumentException("A causal attention takes no explicit mask.", nameof(attn_mask));
                    }

                    mask = ones([query.shape[^2], key.shape[^2]], ScalarType.Bool, query.device).tril();
                }

                var scores = s_bmm.Call(query * (1.0 / Math.Sqrt(query.shape[^1])), key.transpose(-2, -1));
                if (mask is not null)
                {
                    scores = mask.dtype == ScalarType.Bool
                        ? s_maskedFill.Call(scores, s_logicalNot.Call(mask), double.NegativeInfinity)
                        : scores + mask;
                }

                var weights = softmax(scores, -1);
                if (p > 0.0)
                {
                    weights = dropout(weights, p);
                }

                return s_bmm.Call(weights, value).MoveToOuterDisposeScope();
            }
        }
    }
}
