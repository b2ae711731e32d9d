namespace PluginHost.Contracts;

/// <summary>
/// The entry point of a plugin: the type that <c>entryType</c> in <c>plugin.json</c> names. It needs a public parameterless constructor.
/// </summary>
/// <remarks>
/// The host calls <see cref="Register"/> once, after verification and loading, before any component exists. It must only register:
/// no files, no threads, no native libraries. An exception becomes a finding that carries the plugin's id; other plugins go on.
/// </remarks>
public interface IPlugin
{
    /// <summary>Registers the components that this plugin provides.</summary>
    /// <param name="components">Where to register; valid only during the call.</param>
    void Register(IComponentRegistry components);
}
