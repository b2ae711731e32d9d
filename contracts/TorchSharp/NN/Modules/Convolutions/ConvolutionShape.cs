namespace TorchSharp.Modules;

/// <summary>The numbers of a convolution; lists have one entry per spatial dimension.</summary>
internal sealed record ConvolutionShape
{
    internal required long InChannels { get; init; }

    internal required long OutChannels { get; init; }

    internal required long[] Kernel { get; init; }

    internal required long[] Stride { get; init; }

    internal required long[] Padding { get; init; }

    internal required long[] Dilation { get; init; }

    internal long[] OutputPadding { get; init; } = [];

    internal long Groups { get; init; } = 1;

    internal bool Bias { get; init; } = true;

    internal PaddingModes Mode { get; init; }

    /// <summary>Padding by rule, which then takes the place of <see cref="Padding"/>.</summary>
    internal Padding? Rule { get; init; }

    /// <summary>Padding before and after each spatial dimension, last dimension first, as pad() takes it.</summary>
    internal long[] PaddingBothSides => [.. Enumerable.Range(0, Kernel.Length).Reverse().SelectMany(Sides)];

    internal ConvolutionShape Checked()
    {
        if (Groups <= 0 || InChannels % Groups != 0 || OutChannels % Groups != 0)
        {
            throw new ArgumentException($"The channels ({InChannels} in, {OutChannels} out) must be divisible by the {Groups} groups.");
        }

        if (Rule == TorchSharp.Padding.Same && Stride.Any(step => step != 1))
        {
            throw new ArgumentException("Padding 'same' needs stride 1.");
        }

        return this;
    }

    private IEnumerable<long> Sides(int dimension)
    {
        if (Rule is not { } rule)
        {
            return [Padding[dimension], Padding[dimension]];
        }

        var total = rule == TorchSharp.Padding.Same ? Dilation[dimension] * (Kernel[dimension] - 1) : 0;
        return [total / 2, total - (total / 2)];
    }
}
