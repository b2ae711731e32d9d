using PluginHost.Contracts;
using PluginHost.Instruments.Catalog;
using PluginHost.Plugins.DatasetSoundfont.Banks;

namespace PluginHost.Plugins.DatasetSoundfont;

/// <summary>Rules between options that no attribute can state.</summary>
internal static class SoundfontRules
{
    public static IEnumerable<Finding> Check(SoundfontOptions options)
    {
        foreach (var finding in Classes(options.Classes)) yield return finding;
        foreach (var name in options.Presets.Keys.Where(name => !options.Names.Contains(name, StringComparer.Ordinal)))
            yield return Error("SF0003", $"presets.{name}", $"'{name}' is none of the job's classes", string.Join(", ", options.Names));
        if (options.Banks.Count == 0) yield return Error("SF0004", "banks", "no bank is named", "at least one of " + Known(options));
        for (var i = 0; i < options.Banks.Count; i++)
        {
            if (!BankCatalog.Knows(options.Banks[i], options))
                yield return Error("SF0004", $"banks[{i}]", $"'{options.Banks[i]}' is no bank",
                    Known(options) + ", or a name given under bankFiles");
            else if (options.Banks.Take(i).Contains(options.Banks[i], StringComparer.Ordinal))
                yield return Error("SF0004", $"banks[{i}]", $"'{options.Banks[i]}' is listed twice", "each bank once");
        }

        if (!string.Equals(options.Split, "bank", StringComparison.Ordinal)) yield break;
        for (var i = 0; i < options.TestBanks.Count; i++)
        {
            if (!options.Banks.Contains(options.TestBanks[i], StringComparer.Ordinal))
                yield return Error("SF0005", $"testBanks[{i}]", $"'{options.TestBanks[i]}' is not listed under banks",
                    string.Join(", ", options.Banks));
        }

        if (options.TestBanks.Count == 0) yield return Error("SF0005", "testBanks", "no bank is left to test on", "at least one bank");
        if (options.Banks.All(bank => options.TestBanks.Contains(bank, StringComparer.Ordinal)))
            yield return Error("SF0005", "testBanks", "no bank is left to train on", "fewer test banks than banks");
    }

    private static IEnumerable<Finding> Classes(IReadOnlyList<string> classes)
    {
        for (var i = 0; i < classes.Count; i++)
        {
            if (!InstrumentCatalog.Names.Contains(classes[i], StringComparer.Ordinal))
            {
                yield return Error(
                    "SF0001", $"classes[{i}]", $"'{classes[i]}' is no instrument class", string.Join(", ", InstrumentCatalog.Names))
                    with { Fix = $"Did you mean '{InstrumentCatalog.Nearest(classes[i])}'?" };
            }
            else if (classes.Take(i).Contains(classes[i], StringComparer.Ordinal))
            {
                yield return Error("SF0002", $"classes[{i}]", $"'{classes[i]}' is listed twice", "each class once");
            }
        }
    }

    private static string Known(SoundfontOptions options) => string.Join(", ", BankCatalog.Names.Concat(options.BankFiles.Keys));

    private static Finding Error(string code, string where, string what, string expected) =>
        new() { Code = code, Where = where, What = what, Expected = expected };
}
