using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Work on many parameters at once.</summary>
        public static partial class utils
        {
            private static readonly Op s_foreachNorm = new("aten::_foreach_norm", "Scalar");
            private static readonly Op s_norm = new("aten::norm", "Scalar");
            private static readonly Op s_clampIn = new("aten::clamp_"), s_mulIn = new("aten::mul_", "Tensor");

            /// <summary>
            /// Scales all gradients down together so that the norm over all of them is at most <paramref name="max_norm"/>.
            /// </summary>
            /// <returns>The norm before scaling; may be infinite or NaN, and then the gradients become NaN or zero as in PyTorch.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                Tensor[] gradients = [.. tensors.Select(parameter => parameter.grad).OfType<Tensor>()];
                if (gradients.Length == 0)
                {
                    return 0.0;
                }

                var total = TotalNorm(gradients, norm_type);
                var factor = (max_norm / (total + 1e-6)).clamp(max: 1.0);
                foreach (var group in gradients.GroupBy(gradient => (gradient.dtype, gradient.device.ToString())))
                {
                    var local = factor.to(group.First().device);
                    foreach (var gradient in group)
                    {
                        s_mulIn.Run(gradient, local);
                    }
                }

                return total.to(ScalarType.Float64).item<double>();
            }

            /// <summary>Clamps every element of every gradient to ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var guard = no_grad();
                using var scope = NewDisposeScope();
                foreach (var gradient in tensors.Select(parameter => parameter.grad).OfType<Tensor>())
                {
                    s_clampIn.Run(gradient, -clip_value, clip_value);
                }
            }

            private static Tensor TotalNorm(Tensor[] gradients, double normType)
            {
                var device = gradients[0].device;
                if (double.IsPositiveInfinity(normType))
                {
                    return stack([.. gradients.Select(gradient => gradient.abs().max().to(device))]).max();
                }

                var norms = gradients
                    .GroupBy(gradient => (gradient.dtype, gradient.device.ToString()))
                    .SelectMany(group => s_foreachNorm.CallMany(group.ToArray(), normType))
                    .Select(norm => norm.to(device));
                return s_norm.Call(stack([.. norms]), normType);
            }
        }
    }
}
