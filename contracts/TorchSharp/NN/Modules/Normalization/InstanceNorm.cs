using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel of each sample over space.</summary>
public abstract class InstanceNorm : NormalizedByChannel
{
    private readonly int _batchedRank;

    private protected InstanceNorm(
        string name, long features, double eps, double? momentum, bool affine, bool track, int batchedRank, Device? device,
        ScalarType? dtype)
        : base(name, features, eps, momentum, affine, track, [batchedRank - 1, batchedRank], device, dtype)
        => _batchedRank = batchedRank;

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        CheckRank(input);
        if (input.ndim == _batchedRank)
        {
            return Normalize(input);
        }

        using var batched = input.unsqueeze(0);
        using var normalized = Normalize(batched);
        return normalized.squeeze(0);
    }

    private Tensor Normalize(Tensor input) => nn.functional.instance_norm(
        input, running_mean, running_var, weight, bias, training || running_mean is null, momentum ?? 0.0, eps);
}
