namespace PluginHost.PluginKit.Kinds;

/// <summary>What every diagnostic must be able to do: say something of the machine, each subject with a state.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options, a JSON object.</param>
public abstract class DiagnosticConformance(string plugin, string name, string options = "{}")
    : PluginConformance(plugin, "diagnostic", name, options)
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var diagnoses = ((IDiagnostic)component).Diagnose(CancellationToken.None).ToArray();
        if (diagnoses.Length == 0) yield return "it has nothing to say";
        foreach (var diagnosis in diagnoses.Where(item => item.Subject.Length == 0 || item.State.Length == 0))
            yield return $"the diagnosis '{diagnosis.Subject}' says '{diagnosis.State}'";
    }
}
