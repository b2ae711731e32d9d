using System.Globalization;

namespace PluginHost.Plugins.ConsoleOutput.Text;

/// <summary>Writes amounts for people: scores, losses, rates, durations, bytes.</summary>
public static class Amounts
{
    /// <summary>What stands for a number that is not defined.</summary>
    public const string Undefined = "-";

    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>Writes a score with two decimals.</summary>
    /// <param name="value">The score.</param>
    /// <returns>The text; <c>-</c> for NaN.</returns>
    public static string Score(double value)
    {
        if (double.IsNaN(value)) return Undefined;
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        var text = value.ToString("F2", CultureInfo.InvariantCulture);
        return string.Equals(text, "-0.00", StringComparison.Ordinal) ? "0.00" : text;
    }

    /// <summary>Writes a live figure such as a loss or a learning rate with about four digits.</summary>
    /// <param name="value">The figure.</param>
    /// <returns>The text.</returns>
    public static string Figure(double value)
    {
        if (!double.IsFinite(value)) return Score(value);
        var format = Math.Abs(value) switch { 0 => "0", >= 1e6 => "0.000e0", >= 100 => "F1", >= 10 => "F2", >= 1 => "F3", >= 0.01 => "F4", _ => "0.##e0" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes a speed.</summary>
    /// <param name="perSecond">Units per second.</param>
    /// <param name="unit">The unit, in the plural.</param>
    /// <returns>The text, such as <c>5.2 steps/s</c>; per minute when it is slower than one in ten seconds.</returns>
    public static string Rate(double perSecond, string unit)
    {
        if (perSecond < 0.1) return $"{(perSecond * 60).ToString("F1", CultureInfo.InvariantCulture)} {unit}/min";
        var format = perSecond switch { >= 100 => "F0", >= 1 => "F1", _ => "F2" };
        return $"{perSecond.ToString(format, CultureInfo.InvariantCulture)} {unit}/s";
    }

    /// <summary>Writes a length of time.</summary>
    /// <param name="span">The time.</param>
    /// <returns>The text, such as <c>0.4 s</c>, <c>18 s</c>, <c>2 min 05 s</c> or <c>1 h 02 min</c>.</returns>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero) span = TimeSpan.Zero;
        if (span.TotalSeconds < 9.95) return span.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture) + " s";
        var seconds = (long)Math.Round(span.TotalSeconds);
        if (seconds < 60) return $"{seconds} s";
        if (seconds < 3600) return $"{seconds / 60} min {seconds % 60:00} s";
        return $"{seconds / 3600} h {seconds % 3600 / 60:00} min";
    }

    /// <summary>Writes a size.</summary>
    /// <param name="count">Bytes.</param>
    /// <returns>The text in decimal units, such as <c>1.2 MB</c>.</returns>
    public static string Bytes(long count)
    {
        var unit = 0;
        double amount = count;
        for (; amount >= 999.5 && unit < ByteUnits.Length - 1; unit++) amount /= 1000;
        return unit == 0 ? $"{count} B" : $"{amount.ToString(amount < 9.95 ? "F1" : "F0", CultureInfo.InvariantCulture)} {ByteUnits[unit]}";
    }
}
