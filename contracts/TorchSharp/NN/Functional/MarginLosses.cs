using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op s_softMargin = new("aten::soft_margin_loss"), s_cosineEmbedding = new("aten::cosine_embedding_loss");
            private static readonly Op s_marginRanking = new("aten::margin_ranking_loss"), s_triplet = new("aten::triplet_margin_loss");
            private static readonly Op s_poissonNll = new("aten::poisson_nll_loss");

            /// <summary>log(1 + exp(-y x)) for targets ±1.</summary>
            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
                => s_softMargin.Call(input, target, (long)reduction);

            /// <summary>1 - cos for target 1, max(0, cos - margin) for target -1.</summary>
            public static Tensor cosine_embedding_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean)
                => s_cosineEmbedding.Call(input1, input2, target, margin, (long)reduction);

            /// <summary>max(0, -y (x1 - x2) + margin).</summary>
            public static Tensor margin_ranking_loss(
                Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean)
                => s_marginRanking.Call(input1, input2, target, margin, (long)reduction);

            /// <summary>max(0, d(anchor, positive) - d(anchor, negative) + margin), d the p-distance.</summary>
            public static Tensor triplet_margin_loss(
                Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, long p = 2, double eps = 1e-6, bool swap = false,
                Reduction reduction = Reduction.Mean)
                => s_triplet.Call(anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);

            /// <summary>Negative log likelihood of a Poisson rate (its logarithm when <paramref name="log_input"/>).</summary>
            public static Tensor poisson_nll_loss(
                Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f,
                Reduction reduction = Reduction.Mean)
                => s_poissonNll.Call(input, target, log_input, full, (double)eps, (long)reduction);

            /// <summary>Negative log likelihood of a Gaussian with the given variance, floored at eps.</summary>
            public static Tensor gaussian_nll_loss(
                Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                Tensor floored;
                using (no_grad())
                {
                    floored = s_clampMin.Call(variance.detach(), (double)eps);
                }

                // The value is floored, the gradient passes as if it were not.
                var safe = variance + (floored - variance.detach());
                var loss = 0.5 * (safe.log() + (input - target).pow(2) / safe);
                if (full)
                {
                    loss += 0.5 * Math.Log(2.0 * Math.PI);
                }

                var reduced = reduction switch
                {
                    Reduction.Mean => loss.mean(),
                    Reduction.Sum => loss.sum(),
                    _ => loss,
                };
                return reduced.MoveToOuterDisposeScope();
            }
        }
    }
}
