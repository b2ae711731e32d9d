using System.Reflection;
using PluginHost.Contracts;
using PluginHost.Jobs;

namespace PluginHost.Pipeline;

/// <summary>What a constructor parameter asks for.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Contract">The contract that other components fulfil; <see langword="null"/> when the host supplies the value or a
/// default stands in.</param>
/// <param name="Many">Whether it takes every component that fulfils the contract.</param>
/// <param name="Optional">Whether none is fine, too.</param>
/// <param name="Supported">Whether the host can supply it at all.</param>
internal sealed record ConstructorParameter(ParameterInfo Parameter, Type? Contract, bool Many, bool Optional, bool Supported)
{
    private static readonly Type[] s_fromHost = [typeof(IRunContext), typeof(IRunEvents), typeof(RandomSource)];

    private static readonly Type[] s_collections =
        [typeof(IEnumerable<>), typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IList<>), typeof(ICollection<>)];

    /// <summary>The parameters of a loaded component's constructor; none if it has not exactly one.</summary>
    public static IReadOnlyList<ConstructorParameter> Of(JobComponent component)
    {
        var constructors = Constructors(component);
        var options = component.Registration!.Options?.Type;
        return constructors.Length == 1 ? [.. constructors[0].GetParameters().Select(parameter => Of(parameter, options))] : [];
    }

    /// <summary>The constructors that could be called.</summary>
    public static ConstructorInfo[] Constructors(JobComponent component) =>
        component.Implementation.GetConstructors(BindingFlags.Public | BindingFlags.Instance);

    private static ConstructorParameter Of(ParameterInfo parameter, Type? options)
    {
        var type = parameter.ParameterType;
        if (type == options || s_fromHost.Contains(type)) return new(parameter, null, Many: false, Optional: true, Supported: true);
        var isCollection = type.IsGenericType && s_collections.Contains(type.GetGenericTypeDefinition());
        var element = type.IsArray ? type.GetElementType() : isCollection ? type.GetGenericArguments()[0] : null;
        if (element is { IsInterface: true }) return new(parameter, element, Many: true, Optional: true, Supported: true);
        return type.IsInterface
            ? new(parameter, type, Many: false, parameter.HasDefaultValue, Supported: true)
            : new(parameter, null, Many: false, parameter.HasDefaultValue, parameter.HasDefaultValue);
    }
}
