namespace PluginHost.Networks;

/// <summary>Checks what would otherwise end the process inside libtorch, and makes the one finding that a fault ends in.</summary>
internal static class NetworkFault
{
    /// <summary>A tensor has another shape than the network takes.</summary>
    public const string Shape = "NET01";

    /// <summary>A size or choice of a network is impossible.</summary>
    public const string Options = "NET02";

    /// <summary>A site, stage or head is used as it cannot be.</summary>
    public const string Use = "NET03";

    /// <summary>A saved state does not belong to this head.</summary>
    public const string State = "NET04";

    public static JobException Of(string code, string where, string what, string? fix = null) =>
        new(new Finding { Code = code, Where = where, What = what, Fix = fix });

    /// <summary>Rows of features must be (rows, width).</summary>
    public static void CheckRows(Tensor rows, long width, string where)
    {
        if (rows.dim() == 2 && rows.size(1) == width) return;
        throw Of(Shape, where, $"The features are {Sizes(rows)}.", $"Give (rows, {width}): one row of {width} numbers per sample.");
    }

    /// <summary>Labels must be one index per row.</summary>
    public static void CheckLabels(Tensor labels, long rows, string where)
    {
        if (labels.dim() == 1 && labels.size(0) == rows && !labels.is_floating_point()) return;
        throw Of(Shape, where, $"The labels are {Sizes(labels)} of {labels.dtype} for {rows} rows.", "Give one whole number per row.");
    }

    /// <summary>A size must be at least 1.</summary>
    public static void CheckPositive(long value, string name, string where)
    {
        if (value < 1) throw Of(Options, where, $"'{name}' is {value}.", "Give 1 or more.");
    }

    public static string Sizes(Tensor tensor) => Sizes(tensor.shape);

    public static string Sizes(long[] sizes) => $"({string.Join(", ", sizes)})";
}
