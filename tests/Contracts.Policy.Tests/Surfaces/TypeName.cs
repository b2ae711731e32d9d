using System.Reflection;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>Types as C# writes them, with nullability.</summary>
internal static class TypeName
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte", [typeof(byte)] = "byte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int",
        [typeof(uint)] = "uint", [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double",
        [typeof(decimal)] = "decimal", [typeof(nint)] = "nint", [typeof(nuint)] = "nuint",
    };

    /// <summary>A type as it is referred to.</summary>
    public static string Of(Type type, NullabilityInfo? nullability = null, TupleNames? tuples = null)
    {
        var mark = nullability?.ReadState == NullabilityState.Nullable || nullability?.WriteState == NullabilityState.Nullable ? "?" : "";
        if (type.IsByRef) return Of(type.GetElementType()!, nullability, tuples);
        if (type.IsPointer) return Of(type.GetElementType()!) + "*";
        if (type.IsArray)
            return $"{Of(type.GetElementType()!, nullability?.ElementType, tuples)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value, nullability?.GenericTypeArguments.ElementAtOrDefault(0), tuples) + "?";
        if (type.IsValueType) mark = "";
        if (Keywords.TryGetValue(type, out var keyword)) return keyword + mark;
        if (type.IsGenericParameter) return type.Name + mark;
        var isTuple = type.Namespace == "System" && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal);
        var names = isTuple ? tuples?.Take(type.GetGenericArguments().Length) : null;
        var arguments = type.GetGenericArguments()
            .Select((argument, i) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(i), tuples) + names?[i])
            .ToArray();
        if (isTuple && arguments.Length < 8) return $"({string.Join(", ", arguments)})";
        return Qualified(type, arguments) + mark;
    }

    /// <summary>A type's own name with the names of its type parameters, as in its declaration.</summary>
    public static string Own(Type type)
    {
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).Select(Variance).ToArray();
        return own.Length == 0 ? Plain(type) : $"{Plain(type)}<{string.Join(", ", own)}>";
    }

    /// <summary>The name without type parameters.</summary>
    public static string Plain(Type type) => type.Name.Split('`')[0];

    private static string Variance(Type parameter)
    {
        return (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => $"out {parameter.Name}",
            GenericParameterAttributes.Contravariant => $"in {parameter.Name}",
            _ => parameter.Name,
        };
    }

    private static string Qualified(Type type, string[] arguments)
    {
        var outer = type.DeclaringType is { } declaring ? declaring.GetGenericArguments().Length : 0;
        var own = arguments.Skip(outer).ToArray();
        var name = own.Length == 0 ? Plain(type) : $"{Plain(type)}<{string.Join(", ", own)}>";
        if (type.DeclaringType is not null) return $"{Qualified(type.DeclaringType, [.. arguments.Take(outer)])}.{name}";
        var space = type.Namespace ?? "";
        return space.Length == 0 || Surface.ShortNamespaces.Contains(space) ? name : $"{space}.{name}";
    }
}
