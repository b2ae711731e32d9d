namespace PluginHost.Plugins.Classifiers;

/// <summary>What a network asks of its inputs.</summary>
internal static class InputShape
{
    /// <summary>Makes sure that inputs are pictures.</summary>
    /// <exception cref="JobException">They are not.</exception>
    public static void RequirePicture(long[] input)
    {
        if (input.Length == 3) return;
        throw Fault($"The inputs are ({string.Join(", ", input)})", "pictures: (channels, height, width)", "Choose the classifier 'mlp', or pictures.");
    }

    /// <summary>A finding about the inputs.</summary>
    public static JobException Fault(string what, string expected, string fix) =>
        new(new Finding { Code = "CL0103", Where = "classifier", What = what, Expected = expected, Fix = fix });
}
