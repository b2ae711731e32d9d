namespace PluginHost.Media.Sounds;

/// <summary>Vorbis in Ogg, decoded by NVorbis after its headers were seen to ask for nothing that they do not hold.</summary>
internal static class VorbisReader
{
    public static Sound Read(byte[] bytes)
    {
        var ogg = OggStream.Read(bytes, "\u0001vorbis"u8);
        VorbisHeaders.Check(ogg.Packets);
        using var stream = new MemoryStream(bytes, writable: false);
        using var vorbis = new NVorbis.VorbisReader(stream, closeOnDispose: false) { ClipSamples = false };
        var buffer = new SampleBuffer(vorbis.Channels, bytes.Length);
        var block = new float[4096 * vorbis.Channels];
        for (int read; (read = vorbis.ReadSamples(block, 0, block.Length)) > 0;) buffer.Append(block.AsSpan(0, read));
        return buffer.ToSound(vorbis.SampleRate);
    }
}
