using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, type and device; the elements are written by the overload with a style.</summary>
        public override string ToString() => IsInvalid ? "(disposed tensor)" : TensorText.Metadata(this);

        /// <summary>The elements as nested lists (all styles but Metadata), long dimensions shortened.</summary>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null,
            string? newLine = null) =>
            style == TensorStringStyle.Metadata
                ? ToString()
                : ToString(withData: true, fltFormat, width ?? 0, cultureInfo, newLine ?? Environment.NewLine);

        public string ToString(bool withData, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null,
            string newLine = "\n") =>
            withData
                ? TensorText.Metadata(this) + newLine + TensorText.Nested(this, fltFormat, cultureInfo ?? CultureInfo.CurrentCulture,
                    newLine, width)
                : ToString();

        /// <summary>The elements as nested lists.</summary>
        public string str(string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
            TensorText.Nested(this, fltFormat, cultureInfo ?? CultureInfo.CurrentCulture, newLine ?? Environment.NewLine, width);

        public string cstr(string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null) =>
            str(fltFormat, width, newLine, cultureInfo);

        public Tensor print(string? fltFormat = null, int? width = null, string? newLine = null, CultureInfo? cultureInfo = null)
        {
            Console.WriteLine(str(fltFormat, width, newLine, cultureInfo));
            return this;
        }
    }
}
