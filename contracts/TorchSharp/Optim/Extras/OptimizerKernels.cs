namespace TorchSharp.Extras;

/// <summary>How an optimizer goes over its parameters. The numbers are the same up to rounding.</summary>
public enum OptimizerKernels
{
    /// <summary>Fused on CUDA where there is such a kernel, else over lists.</summary>
    Auto,

    /// <summary>One operator call per parameter and term.</summary>
    Loop,

    /// <summary>One call per term for all parameters together (libtorch's _foreach kernels).</summary>
    ForEach,

    /// <summary>
    /// One call for everything, in Adam and AdamW; step() fails where libtorch has no such kernel for the device. The other optimizers go
    /// over lists.
    /// </summary>
    Fused,
}
