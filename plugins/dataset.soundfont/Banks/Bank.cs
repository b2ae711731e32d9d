namespace PluginHost.Plugins.DatasetSoundfont.Banks;

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
