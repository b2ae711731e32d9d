using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Normalises groups of channels of each sample.</summary>
public sealed class GroupNorm : nn.Module<Tensor, Tensor>
{
    private readonly long _groups;
    private readonly double _eps;

    internal GroupNorm(long groups, long channels, double eps, bool affine, Device? device, ScalarType? dtype)
        : base(nameof(GroupNorm))
    {
        if (groups <= 0 || channels % groups != 0)
        {
            throw new ArgumentException($"The {channels} channels must be divisible by the {groups} groups.", nameof(groups));
        }

        _groups = groups;
        _eps = eps;
        if (!affine)
        {
            return;
        }

        weight = Fresh([channels], device, dtype);
        nn.init.ones_(weight);
        bias = Fresh([channels], device, dtype);
        nn.init.zeros_(bias);
    }

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

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.group_norm(input, _groups, weight, bias, _eps);
}
