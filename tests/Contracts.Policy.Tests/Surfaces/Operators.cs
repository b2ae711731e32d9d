using System.Reflection;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>Operators under the signs that C# gives them.</summary>
internal static class Operators
{
    private static readonly Dictionary<string, string> Signs = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/", ["op_Modulus"] = "%",
        ["op_UnaryNegation"] = "-", ["op_UnaryPlus"] = "+", ["op_LogicalNot"] = "!", ["op_OnesComplement"] = "~",
        ["op_BitwiseAnd"] = "&", ["op_BitwiseOr"] = "|", ["op_ExclusiveOr"] = "^", ["op_LeftShift"] = "<<", ["op_RightShift"] = ">>",
        ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=",
        ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=", ["op_Experience"] = "++", ["op_Decrement"] = "--",
        ["op_True"] = "true", ["op_False"] = "false",
    };

    /// <summary>Type and sign of an operator; <see langword="null"/> for a method.</summary>
    public static string? NameOf(MethodInfo method)
    {
        if (!method.IsSpecialName) return null;
        var type = MethodText.Return(method);
        return method.Name switch
        {
            "op_Implicit" => $"implicit operator {type}",
            "op_Explicit" => $"explicit operator {type}",
            _ => Signs.TryGetValue(method.Name, out var sign) ? $"{type} operator {sign}" : null,
        };
    }
}
