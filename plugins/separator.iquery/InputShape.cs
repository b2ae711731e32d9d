namespace PluginHost.Plugins.IQuery;

/// <summary>Sizes of the network's inputs.</summary>
/// <param name="Height">Frequency rows.</param>
/// <param name="Width">Frames.</param>
/// <param name="Object">Size of an object vector.</param>
/// <param name="Motion">Size of a motion vector.</param>
internal sealed record InputShape(int Height, int Width, int Object, int Motion)
{
    /// <summary>Reads the sizes and compares them with the options.</summary>
    /// <param name="spec">What is to be built.</param>
    /// <param name="options">The network's options.</param>
    /// <returns>The sizes.</returns>
    /// <exception cref="JobException">An input is missing, has another number of dimensions or does not fit; every gap is a finding.</exception>
    public static InputShape From(ModelSpec spec, IQueryOptions options)
    {
        var findings = new List<Finding>();
        var input = Take(BatchKeys.Input, 3, "(1, rows, frames)");
        var objects = Take(BatchKeys.Object, 1, "(size)");
        var motion = Take(BatchKeys.Motion, 2, "(size, steps)");
        var step = 1L << options.Downs;
        if (input is not null && (input[0] != 1 || input[1] % step != 0 || input[2] % step != 0))
        {
            findings.Add(new()
            {
                Code = "IQ0102",
                Where = "separator.options.downs",
                What = $"The U-Net halves {options.Downs} times and its input is ({string.Join(", ", input)}).",
                Expected = $"one channel, and rows and frames that are multiples of {step}",
                Fix = "Lower separator.options.downs, or change the task's bins and frames.",
            });
        }

        if (findings.Count > 0) throw new JobException(findings);
        return new((int)input![1], (int)input[2], (int)objects![0], (int)motion![0]);

        long[]? Take(string key, int dimensions, string expected)
        {
            if (spec.Inputs.TryGetValue(key, out var shape) && shape.Length == dimensions) return shape;
            findings.Add(new()
            {
                Code = "IQ0101",
                Where = "task",
                What = shape is null ? $"The task gives no '{key}'." : $"The task gives '{key}' of shape ({string.Join(", ", shape)}).",
                Expected = $"'{key}' of shape {expected}",
            });
            return null;
        }
    }
}
