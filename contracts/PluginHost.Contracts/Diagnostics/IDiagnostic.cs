namespace PluginHost.Contracts;

/// <summary>Tells the state of something on this machine that jobs depend on: <c>doctor</c> runs every diagnostic of every plugin it finds.</summary>
[ComponentKind("diagnostic", Many = true)]
public interface IDiagnostic
{
    /// <summary>Looks and reports. May take a few seconds; must not change the machine.</summary>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>What was found, good and bad.</returns>
    IEnumerable<Diagnosis> Diagnose(CancellationToken cancellationToken);
}
