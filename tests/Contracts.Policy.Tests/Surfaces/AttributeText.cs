using System.Reflection;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>The attributes that are part of a contract: what kind a contract is, how an attribute may be used.</summary>
internal static class AttributeText
{
    private static readonly string[] Shown = ["ComponentKindAttribute", "AttributeUsageAttribute", "FlagsAttribute"];

    public static IEnumerable<string> Of(Type type) => type.GetCustomAttributesData()
        .Where(attribute => Shown.Contains(attribute.AttributeType.Name))
        .Select(Print)
        .Order(StringComparer.Ordinal);

    private static string Print(CustomAttributeData attribute)
    {
        var name = TypeName.Of(attribute.AttributeType)[..^"Attribute".Length];
        var arguments = attribute.ConstructorArguments.Select(Value)
            .Concat(attribute.NamedArguments.Select(argument => $"{argument.MemberName} = {Value(argument.TypedValue)}"))
            .ToArray();
        return arguments.Length == 0 ? $"[{name}]" : $"[{name}({string.Join(", ", arguments)})]";
    }

    private static string Value(CustomAttributeTypedArgument argument) => Literal.Of(argument.Value, argument.ArgumentType);
}
