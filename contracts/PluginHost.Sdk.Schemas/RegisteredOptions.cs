using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using PluginHost.Contracts;

namespace PluginHost.Options;

/// <summary>Takes of what a plugin registers the options' schemas.</summary>
internal sealed class RegisteredOptions : IComponentRegistry, IComponentRegistration
{
    /// <summary>The schemas by component, <c>kind.name</c>.</summary>
    public Dictionary<string, JsonObject> Schemas { get; } = new(StringComparer.Ordinal);

    public IComponentRegistration Add<TContract, TComponent, TOptions>(string name, JsonTypeInfo<TOptions> options)
        where TContract : class
        where TComponent : class, TContract
        where TOptions : class, new()
    {
        var component = $"{typeof(TContract).GetCustomAttribute<ComponentKindAttribute>()?.Kind}.{name}";
        try
        {
            Schemas.Add(component, OptionsSchema.Create(options));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{component}: {exception.GetBaseException().Message}", null);
        }

        return this;
    }

    public IComponentRegistration Add<TContract, TComponent>(string name)
        where TContract : class
        where TComponent : class, TContract => this;

    public IComponentRegistration Describe(string text) => this;

    public IComponentRegistration Needs<TCapability>(string why)
        where TCapability : class => this;
}
