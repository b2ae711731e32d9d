namespace PluginHost.Feeds;

/// <summary>A new file that takes no more than a number of bytes, whatever a feed sends.</summary>
/// <param name="path">The file; replaced if it exists.</param>
/// <param name="most">The most bytes it takes.</param>
/// <param name="exceeded">Called when more are written.</param>
internal sealed class BoundedFile(string path, long most, Action exceeded) : FileStream(path, FileMode.Create, FileAccess.ReadWrite)
{
    /// <summary>Whether more was written than the file takes.</summary>
    public bool IsExceeded { get; private set; }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Check(count);
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Check(count);
        return base.WriteAsync(buffer, offset, count, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Check(buffer.Length);
        return base.WriteAsync(buffer, cancellationToken);
    }

    private void Check(int count)
    {
        if (Position + count <= most) return;
        IsExceeded = true;
        exceeded();
        throw new IOException($"more than {most} bytes");
    }
}
