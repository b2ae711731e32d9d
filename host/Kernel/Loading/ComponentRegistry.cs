using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using PluginHost.Contracts;

namespace PluginHost.Loading;

/// <summary>Takes what one plugin registers; closed when its Register returns.</summary>
internal sealed class ComponentRegistry : IComponentRegistry
{
    private readonly List<ComponentRegistration> _components = [];
    private bool _closed;

    public IReadOnlyList<ComponentRegistration> Components => _components;

    public void Close() => _closed = true;

    public IComponentRegistration Add<TContract, TComponent, TOptions>(string name, JsonTypeInfo<TOptions> options)
        where TContract : class
        where TComponent : class, TContract
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(options);
        return Add(name, typeof(TContract), typeof(TComponent), options);
    }

    public IComponentRegistration Add<TContract, TComponent>(string name)
        where TContract : class
        where TComponent : class, TContract => Add(name, typeof(TContract), typeof(TComponent), null);

    private ComponentRegistration Add(string name, Type contract, Type implementation, JsonTypeInfo? options)
    {
        if (_closed) throw new InvalidOperationException("Components can be registered only while Register runs.");
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var kind = contract.GetCustomAttribute<ComponentKindAttribute>()
            ?? throw new ArgumentException($"The contract {contract.FullName} has no [ComponentKind].", nameof(name));
        if (_components.Exists(known => known.Kind == kind.Kind && known.Name == name))
            throw new ArgumentException($"The component {kind.Kind}.{name} is registered already.", nameof(name));
        if (implementation.IsAbstract)
            throw new ArgumentException($"The component class {implementation.FullName} is abstract.", nameof(name));
        var registration = new ComponentRegistration
        {
            Kind = kind.Kind,
            Name = name,
            Many = kind.Many,
            Contract = contract,
            Implementation = implementation,
            Options = options,
        };
        _components.Add(registration);
        return registration;
    }
}
