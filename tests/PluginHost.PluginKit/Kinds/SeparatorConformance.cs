namespace PluginHost.PluginKit.Kinds;

/// <summary>What every separator must be able to do: learn the tiny job, grow by two classes, be saved and restored.</summary>
/// <param name="plugin">The plugin's folder, absolute, or its id.</param>
/// <param name="name">The component's name.</param>
/// <param name="options">Options that make it small, a JSON object.</param>
public abstract class SeparatorConformance(string plugin, string name, string options = "{}")
    : TrainingConformance(plugin, "separator", name, options)
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Examine(object component)
    {
        var model = (IModel)component;
        if (model.Classes != 0) yield return $"it has {model.Classes} classes before it is built";
        var refused = false;
        try
        {
            _ = model.Module;
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        if (!refused) yield return "it has a module before it is built, instead of an InvalidOperationException";
    }
}
