using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_dropout = new("aten::dropout"), s_dropoutIn = new("aten::dropout_");
            private static readonly Op s_featureDropout = new("aten::feature_dropout"), s_featureDropoutIn = new("aten::feature_dropout_");
            private static readonly Op s_alphaDropout = new("aten::alpha_dropout"), s_alphaDropoutIn = new("aten::alpha_dropout_");

            /// <summary>
            /// Zeroes each element with probability p and scales the rest by 1 / (1 - p); the identity when not training.
            /// </summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => (inplace ? s_dropoutIn : s_dropout).Call(input, p, training);

            /// <summary>Drops whole channels of (N, C, L) or (C, L) input.</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => ChannelDropout(input, p, training, inplace, unbatched: 2);

            /// <summary>Drops whole channels of (N, C, H, W) or (C, H, W) input.</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => ChannelDropout(input, p, training, inplace, unbatched: 0);

            /// <summary>Dropout that keeps mean and variance of self-normalising networks.</summary>
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false)
                => (inplace ? s_alphaDropoutIn : s_alphaDropout).Call(input, p, training);

            private static Tensor ChannelDropout(Tensor input, double p, bool training, bool inplace, int unbatched)
            {
                var op = inplace ? s_featureDropoutIn : s_featureDropout;
                if (input.ndim != unbatched)
                {
                    return op.Call(input, p, training);
                }

                using var batched = input.unsqueeze(0);
                using var dropped = op.Call(batched, p, training);
                return dropped.squeeze(0);
            }
        }
    }
}
