using System.Reflection;
using System.Runtime.CompilerServices;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>The parts of a method's signature.</summary>
internal static class MethodText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Return(MethodInfo method)
    {
        var by = method.ReturnType.IsByRef ? method.ReturnParameter.IsDefined(typeof(IsReadOnlyAttribute)) ? "ref readonly " : "ref " : "";
        return by + TypeName.Of(method.ReturnType, Nullability.Create(method.ReturnParameter), TupleNames.Of(method.ReturnParameter));
    }

    public static string Parameters(MethodBase method)
    {
        var first = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return first + string.Join(", ", method.GetParameters().Select(Parameter));
    }

    public static string Parameter(ParameterInfo parameter)
    {
        var isParams = parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute));
        var by = !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out " : parameter.IsIn ? "in " : "ref ";
        var type = TypeName.Of(parameter.ParameterType, Nullability.Create(parameter), TupleNames.Of(parameter));
        var standard = parameter.HasDefaultValue ? $" = {Literal.Of(parameter.RawDefaultValue, parameter.ParameterType)}" : "";
        return $"{(isParams ? "params " : "")}{by}{type} {Identifier.Of(parameter.Name!)}{standard}";
    }

    /// <summary>The constraints of what a type or method declares, each with a blank before it.</summary>
    public static string Constraints(MemberInfo member)
    {
        var all = member is Type type
            ? type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0)
            : ((MethodInfo)member).GetGenericArguments();
        if (member is Type { IsGenericType: false } or MethodInfo { IsGenericMethod: false }) return "";
        return string.Concat(all.Select(Constraint));
    }

    private static string Constraint(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        var isStruct = flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var isUnmanaged = parameter.GetCustomAttributesData().Any(one => one.AttributeType.Name == "IsUnmanagedAttribute");
        var parts = new List<string>();
        if (isUnmanaged) parts.Add("unmanaged");
        else if (isStruct) parts.Add("struct");
        else if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) parts.Add("class");
        parts.AddRange(parameter.GetGenericParameterConstraints()
            .Where(one => one != typeof(ValueType))
            .Select(one => TypeName.Of(one))
            .Order(StringComparer.Ordinal));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct) parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }
}
