using System.Globalization;
using System.Numerics;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>How a tensor is written as text.</summary>
public enum TensorStringStyle
{
    Metadata,
    Julia,
    Numpy,
    CSharp,
    Default,
}

/// <summary>Writes tensors as nested lists, long dimensions shortened to their first and last three entries.</summary>
internal static class TensorText
{
    private const int Edge = 3;
    private const int Whole = 1000;

    internal static string Metadata(Tensor tensor)
    {
        var sizes = string.Join('x', tensor.shape);
        return $"[{sizes}], type = {tensor.dtype}, device = {tensor.device}";
    }

    internal static string Nested(Tensor tensor, string? format, CultureInfo culture, string newLine, int? width)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var local = tensor.detach().cpu().contiguous();
        var output = new StringBuilder();
        Write(local, format, culture, newLine, width, local.numel() > Whole, 0, output);
        return output.ToString();
    }

    private static void Write(Tensor tensor, string? format, CultureInfo culture, string newLine, int? width, bool shorten, int depth,
        StringBuilder output)
    {
        if (tensor.ndim == 0)
        {
            output.Append(Element(tensor.item(), format, culture).PadLeft(width ?? 0));
            return;
        }

        var length = tensor.shape[0];
        output.Append('[');
        for (var i = 0L; i < length; i++)
        {
            if (i > 0)
            {
                output.Append(',').Append(tensor.ndim > 1 ? newLine + new string(' ', depth + 1) : " ");
            }

            if (shorten && length > 2 * Edge && i == Edge)
            {
                output.Append("...");
                i = length - Edge - 1;
                continue;
            }

            using var entry = tensor.select(0, i);
            Write(entry, format, culture, newLine, width, shorten, depth + 1, output);
        }

        output.Append(']');
    }

    private static string Element(Scalar value, string? format, CultureInfo culture) => value.Type switch
    {
        ScalarType.Bool => value.ToBoolean() ? "true" : "false",
        ScalarType.Int64 => value.ToInt64().ToString(culture),
        ScalarType.ComplexFloat64 => Pair(value.ToComplexFloat64(), format, culture),
        _ => value.ToDouble().ToString(format ?? "g5", culture),
    };

    private static string Pair(Complex value, string? format, CultureInfo culture) =>
        value.Real.ToString(format ?? "g5", culture) + (value.Imaginary < 0 ? "" : "+")
            + value.Imaginary.ToString(format ?? "g5", culture) + "i";
}
