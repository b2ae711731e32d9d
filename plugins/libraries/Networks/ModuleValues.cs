namespace PluginHost.Networks;

/// <summary>Parameters and buffers of one module taken over by another of the same make.</summary>
internal static class ModuleValues
{
    /// <summary>Copies values, types, device, mode and which parameters are trained.</summary>
    /// <param name="source">Where the values are.</param>
    /// <param name="target">A module with the same names and shapes.</param>
    public static void Copy(nn.Module source, nn.Module target)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var from = source.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter, StringComparer.Ordinal);
        if (from.Values.FirstOrDefault() is { } first) target.to(first.device, first.dtype);
        foreach (var (name, parameter) in target.named_parameters())
        {
            parameter.copy_(from[name]);
            parameter.requires_grad = from[name].requires_grad;
        }

        var buffers = source.named_buffers().ToDictionary(pair => pair.name, pair => pair.buffer, StringComparer.Ordinal);
        foreach (var (name, buffer) in target.named_buffers()) buffer.copy_(buffers[name]);
        target.train(source.training);
    }
}
