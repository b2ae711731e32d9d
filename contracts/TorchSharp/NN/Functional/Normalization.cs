using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_batchNorm = new("aten::batch_norm"), s_instanceNorm = new("aten::instance_norm");
            private static readonly Op s_layerNorm = new("aten::layer_norm"), s_groupNorm = new("aten::group_norm");

            /// <summary>
            /// Normalises each channel over batch and space. In training the batch's own statistics are used and the running ones are
            /// updated in place with the given momentum.
            /// </summary>
            public static Tensor batch_norm(
                Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1e-5)
                => s_batchNorm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            /// <summary>Normalises each channel of each sample over space.</summary>
            public static Tensor instance_norm(
                Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null,
                bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5)
                => s_instanceNorm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            /// <summary>Normalises over the last dimensions, whose sizes are <paramref name="normalized_shape"/>.</summary>
            public static Tensor layer_norm(
                Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
                => s_layerNorm.Call(input, normalized_shape, weight, bias, eps, true);

            /// <summary>Normalises each of <paramref name="num_groups"/> groups of channels of each sample.</summary>
            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
                => s_groupNorm.Call(input, num_groups, weight, bias, eps, true);
        }
    }
}
