using PluginHost.Contracts;
using PluginHost.Media.Scores;

namespace PluginHost.Plugins.DatasetSoundfont.Banks;

/// <summary>Knows where Debian's packages put their soundfonts, and opens them.</summary>
internal static class BankCatalog
{
    private static readonly (string Name, string File, string Package, string Licence)[] Packaged =
    [
        ("FluidR3", "/usr/share/sounds/sf2/FluidR3_GM.sf2", "fluid-soundfont-gm", "MIT"),
        ("GeneralUser", "/usr/share/minuet/soundfonts/GeneralUser-v1.47.sf2", "minuet-data", "GeneralUser GS 2.0"),
        ("TimGM6mb", "/usr/share/sounds/sf2/TimGM6mb.sf2", "timgm6mb-soundfont", "GPL-2"),
    ];

    public static IEnumerable<string> Names => Packaged.Select(bank => bank.Name);

    public static bool Knows(string name, SoundfontOptions options) =>
        options.BankFiles.ContainsKey(name) || Names.Contains(name, StringComparer.Ordinal);

    /// <summary>Opens a bank by name; a finding instead when its file is not there or is no soundfont.</summary>
    public static (Bank? Bank, Finding? Finding) Open(string name, SoundfontOptions options, Func<string, string> resolve)
    {
        if (options.BankFiles.TryGetValue(name, out var own))
            return OpenFile(name, resolve(own), $"bankFiles.{name}", "see the file", null);
        var packaged = Array.Find(Packaged, bank => string.Equals(bank.Name, name, StringComparison.Ordinal));
        return packaged.Name is null
            ? (null, null)
            : OpenFile(name, packaged.File, "banks", packaged.Licence, packaged.Package);
    }

    public static (Bank? Bank, Finding? Finding) OpenFile(string name, string file, string where, string licence, string? package)
    {
        if (!File.Exists(file))
        {
            return (null, new Finding
            {
                Code = "SF0010",
                Where = where,
                What = $"the soundfont '{file}' of bank {name} is not there",
                Fix = package is null
                    ? "Correct the path; it is relative to the job file."
                    : $"Install it with 'apt-get install {package}', or run install.sh of this plugin.",
            });
        }

        try
        {
            var presets = SoundFontFile.Read(file).Presets.Select(preset => (preset.Bank, preset.Program)).ToHashSet();
            return (new Bank { Name = name, File = file, Licence = licence, Presets = presets }, null);
        }
        catch (JobException error)
        {
            return (null, error.Findings[0] with { Code = "SF0011", Where = where, Expected = "a SoundFont 2 file" });
        }
    }
}

/// <summary>A soundfont file that was found and read.</summary>
public sealed class Bank
{
    public required string Name { get; init; }

    /// <summary>Absolute path.</summary>
    public required string File { get; init; }

    public required string Licence { get; init; }

    /// <summary>The presets it holds: bank and program number.</summary>
    public required IReadOnlySet<(int Bank, int Program)> Presets { get; init; }
}
