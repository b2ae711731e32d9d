namespace PluginHost.Training;

/// <summary>Puts weights of convolutions into the layout that a job asks for; their shapes, names and values stay.</summary>
public static class WeightLayout
{
    /// <summary>
    /// Lays weights of four dimensions, (outputs, inputs, height, width), out with the inputs last. Convolutions go by their weights: what they give
    /// has its channels last too, and so has what comes behind.
    /// </summary>
    /// <param name="module">A module and its descendants; its parameters keep their identity.</param>
    /// <param name="format">The layout; nothing is done for the plain one.</param>
    public static void Apply(nn.Module module, MemoryFormat format)
    {
        if (format == MemoryFormat.Plain) return;
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var weight in module.parameters().Where(parameter => parameter.dim() == 4 && !IsChannelsLast(parameter)))
        {
            // Sizes of one could have any stride, and convolutions go by these too.
            var last = weight.detach().permute(0, 2, 3, 1).contiguous();
            weight.set_(last.as_strided(weight.shape, Strides(weight.shape)));
        }
    }

    /// <summary>Whether a tensor of four dimensions has its channels last.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>Whether it has; a tensor of other dimensions has not.</returns>
    public static bool IsChannelsLast(Tensor tensor) => tensor.dim() == 4 && tensor.stride().AsSpan().SequenceEqual(Strides(tensor.shape));

    private static long[] Strides(long[] shape) => [shape[1] * shape[2] * shape[3], 1, shape[1] * shape[3], shape[1]];
}
