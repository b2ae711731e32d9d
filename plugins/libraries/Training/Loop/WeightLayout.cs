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
            weight.set_(weight.detach().permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
    }

    /// <summary>Whether a tensor of four dimensions has its channels last.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <returns>Whether it has; a tensor of other dimensions has not.</returns>
    public static bool IsChannelsLast(Tensor tensor) => tensor.shape is [_, var channels, var height, var width]
        && tensor.stride().AsSpan().SequenceEqual([channels * height * width, 1, channels * width, channels]);
}
