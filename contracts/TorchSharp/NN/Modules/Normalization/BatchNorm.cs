using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises each channel over batch and space.</summary>
public abstract class BatchNorm : NormalizedByChannel
{
    private protected BatchNorm(
        string name, long features, double eps, double? momentum, bool affine, bool track, int[] ranks, Device? device, ScalarType? dtype)
        : base(name, features, eps, momentum, affine, track, ranks, device, dtype)
    {
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        CheckRank(input);
        var factor = momentum ?? 0.0;
        if (training && num_batches_tracked is { } count)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            count.add_(1);
            if (momentum is null)
            {
                factor = 1.0 / count.item<long>();
            }
        }

        return nn.functional.batch_norm(
            input, running_mean, running_var, weight, bias, training || running_mean is null, factor, eps);
    }
}
