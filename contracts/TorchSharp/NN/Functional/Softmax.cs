using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_softmax = new("aten::softmax", "int");
            private static readonly Op s_logSoftmax = new("aten::log_softmax", "int");
            private static readonly Op s_neg = new("aten::neg");

            /// <summary>exp(x) normalised to sum 1 along <paramref name="dim"/>, computed in <paramref name="dtype"/> when given.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => s_softmax.Call(input, dim, dtype);

            /// <summary>Logarithm of softmax along <paramref name="dim"/>.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => s_logSoftmax.Call(x, dim, Arg.None);

            /// <summary>Softmax of -x along <paramref name="dim"/>.</summary>
            public static Tensor softmin(Tensor x, long dim)
            {
                using var negated = s_neg.Call(x);
                return s_softmax.Call(negated, dim, Arg.None);
            }
        }
    }
}
