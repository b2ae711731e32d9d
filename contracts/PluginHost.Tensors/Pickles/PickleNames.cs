namespace PluginHost.Tensors.Pickles;

/// <summary>The names that a kind of pickle may mention, and what they do here. Everything else is refused.</summary>
/// <param name="fault">Makes errors.</param>
/// <param name="holds">What such a file may hold, for errors.</param>
internal abstract class PickleNames(PickleFault fault, string holds)
{
    /// <summary>Makes errors.</summary>
    protected PickleFault Fault => fault;

    /// <summary>What such a file may hold, for errors.</summary>
    internal string Holds => holds;

    /// <summary>Whether Python 2's texts occur, a byte a character.</summary>
    internal virtual bool HasByteTexts => false;

    /// <summary>Looks a name up.</summary>
    /// <exception cref="InvalidDataException">It is not on the list.</exception>
    internal abstract object Find(string module, string name);

    /// <summary>Finds the storage that a persistent id means.</summary>
    internal virtual PickledStorage Storage(object? id) => throw fault.Of("it refers to something outside its pickle, which is refused");

    /// <summary>Sets the state of an object that a call made.</summary>
    /// <returns>Whether the object may have a state.</returns>
    internal abstract bool Build(object? made, object? state);

    internal InvalidDataException Refused(string what) =>
        fault.Of($"it refers to {PickleFault.Printable(what)}, which is refused: {holds}");
}
