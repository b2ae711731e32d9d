using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// While it lives, libtorch's generator draws from a seed; afterwards it goes on where it was. The generator is the process's, so one
/// thread at a time. Weights made this way depend on the seed alone, not on what drew before.
/// </summary>
public sealed class SeededInitialisation : IDisposable
{
    private static readonly Lock s_lock = new();
    private readonly Tensor _state;

    /// <summary>Seeds the generator.</summary>
    /// <param name="seed">The seed.</param>
    public SeededInitialisation(long seed)
    {
        s_lock.Enter();
        _state = get_rng_state().DetachFromDisposeScope();
        manual_seed(seed);
    }

    /// <summary>Puts the generator back.</summary>
    public void Dispose()
    {
        set_rng_state(_state);
        _state.Dispose();
        s_lock.Exit();
    }
}
