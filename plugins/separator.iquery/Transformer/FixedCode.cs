namespace PluginHost.Plugins.IQuery.Transformer;

/// <summary>
/// A tensor that belongs to a network and is neither trained nor saved. TorchSharp does not move buffers that are no part of the state, so
/// this follows the parameters by itself.
/// </summary>
/// <param name="code">The values; kept until this is disposed.</param>
internal sealed class FixedCode(Tensor code) : IDisposable
{
    private Tensor _code = code.DetachFromDisposeScope();

    /// <summary>The values on the device and in the type of a parameter.</summary>
    /// <param name="parameter">A parameter of the network.</param>
    public Tensor For(Tensor parameter)
    {
        if (_code.device == parameter.device && _code.dtype == parameter.dtype) return _code;
        var moved = _code.to(parameter.dtype, parameter.device).DetachFromDisposeScope();
        _code.Dispose();
        return _code = moved;
    }

    /// <inheritdoc/>
    public void Dispose() => _code.Dispose();
}
