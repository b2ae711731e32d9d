namespace PluginHost.Separators;

/// <summary>Reads the sizes of a separator's inputs and collects what does not fit.</summary>
/// <param name="spec">What is to be built.</param>
/// <param name="code">The letters that the findings' codes begin with.</param>
public sealed class InputSizes(ModelSpec spec, string code)
{
    private readonly List<Finding> _findings = [];

    /// <summary>Reads the sizes of the spectrogram, which a U-Net halves.</summary>
    /// <param name="downs">How often.</param>
    /// <returns>Rows and frames; zeros if there is a finding.</returns>
    public (int Height, int Width) Sound(int downs)
    {
        if (Take(BatchKeys.Input, 3, "(1, rows, frames)") is not { } input) return default;
        var step = 1L << downs;
        if (input[0] == 1 && input[1] % step == 0 && input[2] % step == 0) return ((int)input[1], (int)input[2]);
        _findings.Add(new()
        {
            Code = code + "0102",
            Where = "separator.options.downs",
            What = $"The U-Net halves {downs} times and its input is ({string.Join(", ", input)}).",
            Expected = $"one channel, and rows and frames that are multiples of {step}",
            Fix = "Lower separator.options.downs, or change the task's bins and frames.",
        });
        return default;
    }

    /// <summary>Reads the size of a source's vector or vectors.</summary>
    /// <param name="key">The batch tensor.</param>
    /// <param name="dimensions">Its dimensions without the batch's.</param>
    /// <param name="expected">Its shape, for people.</param>
    /// <returns>The first size; 0 if there is a finding.</returns>
    public int Vector(string key, int dimensions, string expected) => (int)(Take(key, dimensions, expected)?[0] ?? 0);

    /// <summary>Ends the reading.</summary>
    /// <exception cref="JobException">
    /// An input is missing, has another number of dimensions or does not fit; every gap is a finding.
    /// </exception>
    public void Require()
    {
        if (_findings.Count > 0) throw new JobException(_findings);
    }

    private long[]? Take(string key, int dimensions, string expected)
    {
        if (spec.Inputs.TryGetValue(key, out var shape) && shape.Length == dimensions) return shape;
        _findings.Add(new()
        {
            Code = code + "0101",
            Where = "task",
            What = shape is null ? $"The task gives no '{key}'." : $"The task gives '{key}' of shape ({string.Join(", ", shape)}).",
            Expected = $"'{key}' of shape {expected}",
        });
        return null;
    }
}
