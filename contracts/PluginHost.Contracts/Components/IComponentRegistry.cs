using System.Text.Json.Serialization.Metadata;

namespace PluginHost.Contracts;

/// <summary>Takes the components of one plugin. The kind of a component is the <see cref="ComponentKindAttribute"/> of its contract.</summary>
/// <remarks>
/// A component is built by constructor injection. Its constructor may ask for its options, for <see cref="IRunContext"/>, for
/// <see cref="IRunEvents"/>, for <see cref="RandomSource"/>, for any contract that another component of the job fulfils (an absent one is a
/// finding unless the parameter has a default value of <see langword="null"/>), and for <c>IEnumerable&lt;TContract&gt;</c> of contracts
/// whose kind the job may name more than once. One instance exists per entry in the job; the host disposes it when the run ends.
/// </remarks>
public interface IComponentRegistry
{
    /// <summary>Registers a component that has options.</summary>
    /// <typeparam name="TContract">The contract it fulfils; an interface with a <see cref="ComponentKindAttribute"/>.</typeparam>
    /// <typeparam name="TComponent">The implementing class, with one public constructor.</typeparam>
    /// <typeparam name="TOptions">
    /// Its options: a class whose parameterless constructor sets the defaults. Ranges, allowed values and descriptions are given with
    /// <c>System.ComponentModel</c> attributes (<c>Range</c>, <c>AllowedValues</c>, <c>Required</c>, <c>Description</c>); they end up in the JSON schema
    /// and are checked before the component is built. Options that depend on each other implement <see cref="ICheckedOptions"/>.
    /// </typeparam>
    /// <param name="name">The name within the kind, such as <c>contav-sep</c>: lower-case words joined by hyphens.</param>
    /// <param name="options">
    /// The source-generated type information of <typeparamref name="TOptions"/>. (Reflection-based JSON would keep the plugin from unloading.)
    /// </param>
    /// <returns>The registration, to state capabilities on.</returns>
    /// <exception cref="ArgumentException">The contract has no kind, or kind and name are registered already.</exception>
    IComponentRegistration Add<TContract, TComponent, TOptions>(string name, JsonTypeInfo<TOptions> options)
        where TContract : class
        where TComponent : class, TContract
        where TOptions : class, new();

    /// <summary>Registers a component without options.</summary>
    /// <typeparam name="TContract">The contract it fulfils.</typeparam>
    /// <typeparam name="TComponent">The implementing class, with one public constructor.</typeparam>
    /// <param name="name">The name within the kind.</param>
    /// <returns>The registration, to state capabilities on.</returns>
    IComponentRegistration Add<TContract, TComponent>(string name)
        where TContract : class
        where TComponent : class, TContract;
}
