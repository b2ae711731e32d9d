using System.Globalization;
using System.Text.Json;

namespace PluginHost.Contracts.Policy.Surfaces;

/// <summary>Constants as C# writes them.</summary>
internal static class Literal
{
    public static string Of(object? value, Type type)
    {
        var target = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            null => type.IsValueType && type == target ? "default" : "null",
            string text => JsonSerializer.Serialize(text, LiteralJson.Default.String),
            bool flag => flag ? "true" : "false",
            char sign => $"'{sign}'",
            double number when double.IsPositiveInfinity(number) => "double.PositiveInfinity",
            double number when double.IsNegativeInfinity(number) => "double.NegativeInfinity",
            double number when double.IsNaN(number) => "double.NaN",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            _ when target.IsEnum => OfEnum(value, target),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "null",
        };
    }

    private static string OfEnum(object value, Type type)
    {
        var whole = Enum.ToObject(type, value);
        var names = whole.ToString()!.Split(", ");
        return Enum.IsDefined(type, whole) || names.Length > 1
            ? string.Join(" | ", names.Select(name => $"{TypeName.Of(type)}.{name}"))
            : $"({TypeName.Of(type)}){whole}";
    }
}
