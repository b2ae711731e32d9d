using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What batch and instance normalisation share: scale, shift and running statistics per channel.</summary>
public abstract class NormalizedByChannel : nn.Module<Tensor, Tensor>
{
    private readonly int[] _ranks;

    private protected NormalizedByChannel(
        string name, long features, double eps, double? momentum, bool affine, bool track, int[] ranks, Device? device, ScalarType? dtype)
        : base(name)
    {
        (num_features, this.eps, this.momentum, _ranks) = (features, eps, momentum, ranks);
        if (affine)
        {
            weight = Fresh([features], device, dtype);
            bias = Fresh([features], device, dtype);
            nn.init.ones_(weight);
            nn.init.zeros_(bias);
        }

        if (track)
        {
            running_mean = zeros([features], dtype: dtype, device: device);
            running_var = ones([features], dtype: dtype, device: device);
            num_batches_tracked = zeros([], dtype: ScalarType.Int64, device: device);
        }
    }

    /// <summary>Number of channels.</summary>
    public long num_features { get; }

    /// <summary>Added to the variance.</summary>
    public double eps { get; set; }

    /// <summary>Share of a batch in the running statistics; null means their plain average.</summary>
    public double? momentum { get; set; }

    /// <summary>Scale, or null.</summary>
    public Parameter? weight
    {
        get => OwnParameter(nameof(weight));
        set => SetParameter(nameof(weight), value);
    }

    /// <summary>Shift, or null.</summary>
    public Parameter? bias
    {
        get => OwnParameter(nameof(bias));
        set => SetParameter(nameof(bias), value);
    }

    /// <summary>Running mean, or null.</summary>
    public Tensor? running_mean
    {
        get => OwnBuffer(nameof(running_mean));
        set => SetBuffer(nameof(running_mean), value);
    }

    /// <summary>Running variance (unbiased), or null.</summary>
    public Tensor? running_var
    {
        get => OwnBuffer(nameof(running_var));
        set => SetBuffer(nameof(running_var), value);
    }

    /// <summary>Batches seen in training, or null.</summary>
    public Tensor? num_batches_tracked
    {
        get => OwnBuffer(nameof(num_batches_tracked));
        set => SetBuffer(nameof(num_batches_tracked), value);
    }

    /// <summary>Sets the running statistics to those of no data: mean 0, variance 1.</summary>
    public void reset_running_stats()
    {
        using var guard = no_grad();
        if (running_mean is { } mean)
        {
            nn.init.zeros_(mean);
            nn.init.ones_(running_var!);
            nn.init.zeros_(num_batches_tracked!);
        }
    }

    private protected void CheckRank(Tensor input)
    {
        if (!_ranks.Contains((int)input.ndim))
        {
            throw new ArgumentException($"{GetName()} takes {string.Join(" or ", _ranks)} dimensions, got {input.ndim}.", nameof(input));
        }
    }
}
