using System.Reflection;
using PluginHost.Contracts;

namespace PluginHost.Composition;

/// <summary>What a constructor parameter asks for.</summary>
/// <param name="Contract">The contract that other components fulfil; <see langword="null"/> when the host supplies the value or a
/// default stands in.</param>
/// <param name="Many">Whether it takes every component that fulfils the contract.</param>
/// <param name="Optional">Whether none is fine, too.</param>
/// <param name="Supported">Whether the host can supply it at all.</param>
internal sealed record ConstructorParameter(Type? Contract, bool Many, bool Optional, bool Supported)
{
    private static readonly Type[] FromHost = [typeof(IRunContext), typeof(IRunEvents), typeof(RandomSource)];

    private static readonly Type[] Collections =
        [typeof(IEnumerable<>), typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IList<>), typeof(ICollection<>)];

    public static ConstructorParameter Of(ParameterInfo parameter, Type? options)
    {
        var type = parameter.ParameterType;
        if (type == options || FromHost.Contains(type)) return new ConstructorParameter(null, Many: false, Optional: true, Supported: true);
        var isCollection = type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition());
        var element = type.IsArray ? type.GetElementType() : isCollection ? type.GetGenericArguments()[0] : null;
        if (element is { IsInterface: true }) return new ConstructorParameter(element, Many: true, Optional: true, Supported: true);
        return type.IsInterface
            ? new ConstructorParameter(type, Many: false, parameter.HasDefaultValue, Supported: true)
            : new ConstructorParameter(null, Many: false, parameter.HasDefaultValue, parameter.HasDefaultValue);
    }
}
