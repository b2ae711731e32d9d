namespace PluginHost.Packages;

/// <summary>How large a package or plugin folder may be. What is larger is refused before anything of it is written.</summary>
internal sealed record ArchiveLimits
{
    public static ArchiveLimits Default { get; } = new();

    /// <summary>Bytes of the package itself.</summary>
    public long PackageBytes { get; init; } = 1L << 30;

    /// <summary>Files and folders in it.</summary>
    public int Entries { get; init; } = 10_000;

    /// <summary>Bytes of all its files unpacked.</summary>
    public long TotalBytes { get; init; } = 4L << 30;

    /// <summary>How many times its packed size a file may have unpacked. Native libraries reach about 10.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Files up to this size may have any ratio.</summary>
    public long SmallFile { get; init; } = 1 << 20;

    /// <summary>Characters of a path.</summary>
    public int PathLength { get; init; } = 240;
}
