namespace PluginHost.Plugins.IQuery;

/// <summary>Registers the iQuery separator.</summary>
public sealed class Plugin : IPlugin
{
    /// <inheritdoc/>
    public void Register(IComponentRegistry components) =>
        components.Add<IModel, IQuerySeparator, IQueryOptions>("iquery", OptionsJson.Default.IQueryOptions)
            .Describe("Audio U-Net and query transformer, one learnable query per class");
}
