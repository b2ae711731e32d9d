using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_crossEntropy = new("aten::cross_entropy_loss"), s_nll = new("aten::nll_loss_nd");
            private static readonly Op s_mse = new("aten::mse_loss"), s_l1 = new("aten::l1_loss");
            private static readonly Op s_smoothL1 = new("aten::smooth_l1_loss"), s_huber = new("aten::huber_loss");
            private static readonly Op s_bce = new("aten::binary_cross_entropy");
            private static readonly Op s_bceLogits = new("aten::binary_cross_entropy_with_logits");
            private static readonly Op s_klDiv = new("aten::kl_div"), s_ctc = new("aten::ctc_loss", "Tensor");

            /// <summary>
            /// Cross entropy of logits (N, C, ...) with class indices (N, ...) or class probabilities (N, C, ...).
            /// </summary>
            public static Tensor cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean,
                double label_smoothing = 0.0)
                => s_crossEntropy.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <summary>Negative log likelihood of log-probabilities (N, C, ...) at class indices (N, ...).</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => s_nll.Call(input, target, weight, (long)reduction, -100L);

            /// <summary>Squared difference.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => s_mse.Call(input, target, (long)reduction);

            /// <summary>Absolute difference.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => s_l1.Call(input, target, (long)reduction);

            /// <summary>0.5 d² / beta below beta, |d| - 0.5 beta above.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0)
                => s_smoothL1.Call(input, target, (long)reduction, beta);

            /// <summary>0.5 d² below delta, delta (|d| - 0.5 delta) above.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean)
                => s_huber.Call(input, target, (long)reduction, delta);

            /// <summary>Binary cross entropy of probabilities.</summary>
            public static Tensor binary_cross_entropy(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
                => s_bce.Call(input, target, weight, (long)reduction);

            /// <summary>Binary cross entropy of logits, computed without overflow.</summary>
            public static Tensor binary_cross_entropy_with_logits(
                Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null)
                => s_bceLogits.Call(input, target, weight, pos_weights, (long)reduction);

            /// <summary>
            /// Kullback-Leibler divergence; input holds log-probabilities, the target too when <paramref name="log_target"/>.
            /// </summary>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean)
                => s_klDiv.Call(input, target, (long)reduction, log_target);

            /// <summary>Connectionist temporal classification; log_probs (T, N, C).</summary>
            public static Tensor ctc_loss(
                Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false,
                Reduction reduction = Reduction.Mean)
                => s_ctc.Call(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);
        }
    }
}
