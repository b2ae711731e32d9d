namespace PluginHost.Networks;

/// <summary>Parameters that change their shape.</summary>
internal static class ParameterReplacing
{
    /// <summary>Puts a new parameter in the place of the one of that name; it outlives every dispose scope.</summary>
    /// <param name="module">The owner.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="values">The values; become the parameter's.</param>
    public static void Replace(this nn.Module module, string name, Tensor values)
    {
        var trained = module.get_parameter(name)?.requires_grad ?? true;
        var fresh = new Parameter(values.detach().clone(), trained);
        fresh.DetachFromDisposeScope();
        module.register_parameter(name, fresh);
    }
}
