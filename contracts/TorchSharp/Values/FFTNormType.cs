namespace TorchSharp;

/// <summary>Where a Fourier transform is scaled: 1/n on the inverse, 1/n on the forward transform, or 1/sqrt(n) on both.</summary>
public enum FFTNormType
{
    Backward = 0,
    Forward = 1,
    Ortho = 2,
}
