using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PluginHost.Contracts;
using PluginHost.Media.Content;
using SkiaSharp;

namespace PluginHost.Media.Pictures;

/// <summary>Reads and writes PNG and JPEG (by SkiaSharp), chosen by content and not by name.</summary>
/// <remarks>
/// The size in a file's header is checked against the file's length before anything is decoded. Alpha is dropped unless a background is
/// given, colour profiles and the camera's orientation are not applied: pixels are those of the file, 16-bit ones rounded to 8. Any thread
/// may call the functions.
/// </remarks>
public static class PictureFile
{
    /// <summary>Pixels of the largest picture that is read.</summary>
    public const long MostPixels = 1L << 28;

    private const string Wanted = "a picture";

    /// <summary>Deflate packs 1 to 1032 and a PNG pixel may be one bit; JPEG stays below that. A small file may always have a small
    /// picture.</summary>
    private const long PixelsOfAByte = 1032 * 8;
    private const long SmallPicture = 1 << 18;

    /// <summary>Reads a PNG or JPEG file.</summary>
    /// <param name="file">Path of the file.</param>
    /// <exception cref="JobException">One finding: the file, what it is by its content, what is wrong, and the way out.</exception>
    public static Picture Read(string file) => Decode(MediaBytes.Of(file, Wanted), file);

    /// <summary>Reads a PNG or JPEG file; where it is transparent, a grey background shows.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="background">The background's level: 0 = black, 255 = white.</param>
    /// <exception cref="JobException">As for <see cref="Read(string)"/>.</exception>
    public static Picture Read(string file, byte background) => Decode(MediaBytes.Of(file, Wanted), file, background);

    /// <summary>Decodes a picture file's bytes.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in a finding.</param>
    /// <exception cref="JobException">As for <see cref="Read(string)"/>.</exception>
    public static Picture Decode(byte[] bytes, string name) => Decode(bytes, name, background: null);

    private static Picture Decode(byte[] bytes, string name, byte? background)
    {
        var content = FileContent.Recognise(bytes.AsSpan(0, Math.Min(bytes.Length, FileContent.HeadLength)), name);
        if (content.Kind is not (ContentKind.Png or ContentKind.Jpeg))
            throw MediaFault.Of(MediaFault.Foreign, name, $"is {content.Description}, not a picture that is read here", content.Fix);
        return MediaFault.Guard(name, content.Description, () => Decode(bytes, content.Kind, background));
    }

    /// <summary>Writes a PNG file; one that is there is replaced.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="picture">What to write.</param>
    /// <exception cref="IOException">The disk is full or the folder missing.</exception>
    public static void Write(string file, Picture picture) => File.WriteAllBytes(file, Encode(picture));

    /// <summary>The bytes of a PNG file; reading them gives the same pixels.</summary>
    /// <param name="picture">What to encode.</param>
    public static byte[] Encode(Picture picture) =>
        Encode(picture, pixels => pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Up, zLibLevel: 6)));

    /// <summary>The bytes of a JPEG file; reading them gives similar pixels.</summary>
    /// <param name="picture">What to encode.</param>
    /// <param name="quality">1 to 100.</param>
    public static byte[] EncodeJpeg(Picture picture, int quality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(picture, pixels => pixels.Encode(new SKJpegEncoderOptions(quality)));
    }

    private static Picture Decode(byte[] bytes, ContentKind kind, byte? background)
    {
        // SkiaSharp gives no size where it finds one too large.
        if (HeaderSize(bytes, kind) is var (wide, high)) CheckSize(wide, high, bytes.Length);
        using var stream = new SKMemoryStream(bytes);
        using var codec = Native(() => SKCodec.Create(stream)) ?? throw new BadMediaException("its header is damaged or cut short");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        CheckSize(width, height, bytes.Length);
        var grey = codec.Info.ColorType == SKColorType.Gray8;
        var info = new SKImageInfo(
            width,
            height,
            grey ? SKColorType.Gray8 : SKColorType.Rgba8888,
            codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var pixels = new byte[info.BytesSize64];
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            var result = codec.GetPixels(info, pin.AddrOfPinnedObject());
            if (result != SKCodecResult.Success)
                throw new BadMediaException(result == SKCodecResult.IncompleteInput ? "it is cut short" : "its data is damaged");
        }
        finally
        {
            pin.Free();
        }

        return grey ? new Picture(width, height, 1, pixels) : new Picture(width, height, 3, WithoutAlpha(pixels, background));
    }

    private static (long Width, long Height)? HeaderSize(ReadOnlySpan<byte> bytes, ContentKind kind)
    {
        if (kind == ContentKind.Png)
        {
            return bytes.Length < 24
                ? null
                : (BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]));
        }

        // JPEG: segments with their lengths, up to the one that begins a frame (SOF; C4, C8 and CC are none).
        for (var at = 2; at + 9 <= bytes.Length && bytes[at] == 0xFF;)
        {
            if (bytes[at + 1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]));
            at += bytes[at + 1] == 0xFF ? 1 : 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
        }

        return null;
    }

    private static void CheckSize(long width, long height, long bytes)
    {
        if (width < 1 || height < 1) throw new BadMediaException($"its header claims {width} x {height} pixels");
        var most = Math.Min(MostPixels, SmallPicture + (PixelsOfAByte * bytes));
        if (width > most / height)
        {
            throw new BadMediaException(
                $"its header claims {width} x {height} pixels; {bytes} bytes can stand for {most} at most",
                most == MostPixels ? "Scale it down: ffmpeg -i FILE -vf scale=4096:-1 small.png." : BadMediaException.Renew,
                MediaFault.TooLarge);
        }
    }

    // With a background: level * alpha + background * (1 - alpha), rounded to the nearest level.
    private static byte[] WithoutAlpha(byte[] four, byte? background)
    {
        var three = new byte[four.Length / 4 * 3];
        for (var (from, to) = (0, 0); to < three.Length; from += 4, to += 3)
        {
            var alpha = background is null ? 255 : four[from + 3];
            for (var i = 0; i < 3; i++)
                three[to + i] = (byte)(((four[from + i] * alpha) + ((background ?? 0) * (255 - alpha)) + 127) / 255);
        }

        return three;
    }

    private static byte[] Encode(Picture picture, Func<SKPixmap, SKData?> encode)
    {
        var grey = picture.Channels == 1;
        var pixels = grey ? picture.Pixels : WithAlpha(picture.Pixels);
        var info = new SKImageInfo(picture.Width, picture.Height, grey ? SKColorType.Gray8 : SKColorType.Rgb888x, SKAlphaType.Opaque);
        var pin = GCHandle.Alloc(pixels, GCHandleType.Pinned);
        try
        {
            using var map = Native(() => new SKPixmap(info, pin.AddrOfPinnedObject()));
            using var data = encode(map)
                ?? throw new InvalidOperationException($"a picture of {picture.Width} x {picture.Height} cannot be encoded");
            return data.ToArray();
        }
        finally
        {
            pin.Free();
        }
    }

    private static byte[] WithAlpha(byte[] three)
    {
        var four = new byte[three.Length / 3 * 4];
        for (var (from, to) = (0, 0); to < four.Length; from += 3, to += 4)
            (four[to], four[to + 1], four[to + 2], four[to + 3]) = (three[from], three[from + 1], three[from + 2], 255);
        return four;
    }

    // The first call loads the native library.
    private static T Native<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new JobException(new Finding
            {
                Code = MediaFault.NoDecoder,
                What = "The library libSkiaSharp, which decodes pictures, is missing or does not fit.",
                Fix = "Run host/setup.sh, or build the repository again.",
            });
        }
    }
}
