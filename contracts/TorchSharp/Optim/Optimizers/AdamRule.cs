using TorchSharp.Extras;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The step that Adam and AdamW share (Kingma and Ba 2015, algorithm 1).</summary>
internal static class AdamRule
{
    private static readonly Op s_fusedAdam = new("aten::_fused_adam_"), s_fusedAdamW = new("aten::_fused_adamw_");

    internal static void Update(Numbers numbers, UpdateBatch batch)
    {
        Tensor[] first = batch.Slot(0), second = batch.Slot(1);
        var greatest = numbers.AmsGrad ? batch.Slot(2) : [];
        var step = batch.Advance();
        if (UseFused(numbers, batch))
        {
            Fused(numbers, batch, first, second, greatest, step);
            return;
        }

        var kernels = batch.Kernels;
        var gradients = numbers.Maximize ? kernels.Negate(batch.Gradients) : batch.Gradients;
        if (numbers.Decay != 0.0)
        {
            if (numbers.Decoupled)
            {
                kernels.MultiplyInPlace(batch.Parameters, 1.0 - (numbers.Rate * numbers.Decay));
            }
            else
            {
                gradients = kernels.Add(gradients, batch.Parameters, numbers.Decay);
            }
        }

        kernels.MultiplyInPlace(first, numbers.Beta1);
        kernels.AddInPlace(first, gradients, 1.0 - numbers.Beta1);
        kernels.MultiplyInPlace(second, numbers.Beta2);
        kernels.AddProductInPlace(second, gradients, gradients, 1.0 - numbers.Beta2);
        if (numbers.AmsGrad)
        {
            kernels.MaximumInPlace(greatest, second);
        }

        var denominators = kernels.Sqrt(numbers.AmsGrad ? greatest : second);
        kernels.DivideInPlace(denominators, Math.Sqrt(1.0 - Math.Pow(numbers.Beta2, step)));
        kernels.AddInPlace(denominators, numbers.Eps);
        kernels.AddQuotientInPlace(batch.Parameters, first, denominators, -numbers.Rate / (1.0 - Math.Pow(numbers.Beta1, step)));
    }

    private static bool UseFused(Numbers numbers, UpdateBatch batch)
    {
        return batch.Choice switch
        {
            OptimizerKernels.Fused => true,
            OptimizerKernels.Auto => batch.Parameters[0].device_type == DeviceType.CUDA
                && batch.Parameters[0].is_floating_point()
                && (numbers.Decoupled ? s_fusedAdamW : s_fusedAdam).Exists,
            _ => false,
        };
    }

    private static void Fused(Numbers numbers, UpdateBatch batch, Tensor[] first, Tensor[] second, Tensor[] greatest, long step)
    {
        // The kernel only reads the count, so all parameters share one.
        var count = full([], (float)step, dtype: ScalarType.Float32, device: batch.Parameters[0].device);
        var counts = new Tensor[first.Length];
        Array.Fill(counts, count);
        (numbers.Decoupled ? s_fusedAdamW : s_fusedAdam).Run(
            batch.Parameters, batch.Gradients, first, second, greatest, counts, numbers.Rate, numbers.Beta1, numbers.Beta2, numbers.Decay,
            numbers.Eps, numbers.AmsGrad, numbers.Maximize, Arg.None, Arg.None);
    }

    internal sealed record Numbers(
        double Rate, double Beta1, double Beta2, double Eps, double Decay, bool AmsGrad, bool Maximize, bool Decoupled);
}
