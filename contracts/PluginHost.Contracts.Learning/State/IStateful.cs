namespace PluginHost.Contracts.Learning;

/// <summary>A component with state of its own. A resumed run continues bit for bit on the CPU, so everything that influences later numbers is saved.</summary>
public interface IStateful
{
    /// <summary>Saves the state.</summary>
    /// <param name="state">An empty bag to fill.</param>
    void SaveState(StateBag state);

    /// <summary>Restores the state.</summary>
    /// <param name="state">What <see cref="SaveState"/> filled, on the CPU.</param>
    /// <param name="context">The learning context, already restored.</param>
    /// <exception cref="InvalidDataException">The state does not fit this component.</exception>
    void LoadState(StateBag state, ILearningContext context);
}
