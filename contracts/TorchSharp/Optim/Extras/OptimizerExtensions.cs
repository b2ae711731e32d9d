using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Extras;

/// <summary>What optimizers offer beyond TorchSharp.</summary>
public static class OptimizerExtensions
{
    /// <summary>Chooses how the optimizer goes over its parameters; an optimizer without a choice is left as it is.</summary>
    public static T UseKernels<T>(this T optimizer, OptimizerKernels kernels)
        where T : optim.Optimizer
    {
        if (optimizer is OptimizerHelper helper)
        {
            helper.Kernels = kernels;
        }

        return optimizer;
    }
}
