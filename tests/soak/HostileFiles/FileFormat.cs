namespace PluginHost.HostileFiles;

/// <summary>A format of untrusted files, and how its real reader is tried.</summary>
/// <param name="Name">The format.</param>
/// <param name="File">Name of the file that the reader is given.</param>
/// <param name="Input">Makes an input by its number.</param>
/// <param name="Read">Reads the file: whether it was accepted. It throws what its reader throws.</param>
/// <param name="Expected">The exceptions that the reader documents.</param>
/// <param name="FixedBytes">Memory that a file of any size may take.</param>
/// <param name="BytesForEach">Bytes of memory that each byte of the file may take.</param>
internal sealed record FileFormat(
    string Name,
    string File,
    Func<int, byte[]> Input,
    Func<string, bool> Read,
    Type[] Expected,
    long FixedBytes,
    long BytesForEach)
{
    /// <summary>The most memory that reading a file may take.</summary>
    /// <param name="size">The file's length.</param>
    public long Bound(long size) => FixedBytes + (BytesForEach * size);
}
