namespace PluginHost.Tensors.Files;

/// <summary>Sums what is read of another stream (CRC-32 of ISO 3309, as zip archives have it); .NET's reader of archives does not compare it.</summary>
/// <param name="inner">The stream; it is closed with this one.</param>
internal sealed class CheckedStream(Stream inner) : Stream
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(number => Enumerable.Range(0, 8)
        .Aggregate((uint)number, (value, _) => (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320))];

    private uint _state = uint.MaxValue;

    /// <summary>The sum of all bytes that were read.</summary>
    public uint Sum => ~_state;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        foreach (var value in buffer[..read]) _state = s_table[(byte)(_state ^ value)] ^ (_state >> 8);
        return read;
    }

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
