using System.Buffers.Binary;
using PluginHost.Media.Pictures;

namespace PluginHost.Media.Tests.Pictures;

public sealed class PictureTests
{
    private static readonly byte[] Signature = [137, 80, 78, 71, 13, 10, 26, 10];

    [Fact]
    public void Transparent_pixels_show_the_background_in_proportion()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        Program.Ffmpeg("-f", "lavfi", "-i", "color=s=48x32", "-frames:v", "1", "-vf",
            "format=rgba,geq=r=X*5:g=Y*7:b=X*Y/6:a=255-X*4", file);
        var four = Program.Ffmpeg("-i", file, "-f", "rawvideo", "-pix_fmt", "rgba", "-");
        four.Where((_, i) => i % 4 == 3).Distinct().Count().ShouldBe(48);
        var laid = PictureFile.Read(file, 200).Pixels;
        for (var i = 0; i < laid.Length; i++)
        {
            var (at, alpha) = (i / 3 * 4, four[(i / 3 * 4) + 3] / 255.0);
            laid[i].ShouldBe((byte)Math.Round((four[at + (i % 3)] * alpha) + (200 * (1 - alpha)), MidpointRounding.AwayFromZero));
        }

        File.Delete(file);
    }

    [Theory]
    [InlineData("colour.png", 3, "rgb24", 0)]
    [InlineData("grey.png", 1, "gray", 0)]
    [InlineData("alpha.png", 3, "rgb24", 0)]
    // Decoders may round the colour transform differently.
    [InlineData("colour.jpg", 3, "rgb24", 3)]
    public void A_picture_is_decoded_as_ffmpeg_decodes_it(string name, int channels, string layout, int tolerance)
    {
        var file = Folder.Sample(name);
        var picture = PictureFile.Read(file);
        (picture.Width, picture.Height, picture.Channels).ShouldBe((48, 32, channels));
        // Alpha is taken away, not drawn over black.
        var reference = Program.Ffmpeg("-i", file, "-vf", name is "alpha.png" ? "format=rgba,format=rgb24" : "null", "-f", "rawvideo",
            "-pix_fmt", layout, "-");
        picture.Pixels.Length.ShouldBe(reference.Length);
        for (var i = 0; i < reference.Length; i++) Math.Abs(picture.Pixels[i] - reference[i]).ShouldBeLessThanOrEqualTo(tolerance,
            $"byte {i}");
    }

    [Theory]
    [InlineData("-pix_fmt rgb48be -pred paeth", 3)]
    [InlineData("-pix_fmt pal8", 3)]
    [InlineData("-pix_fmt monob", 1)]
    [InlineData("-pix_fmt rgb24 -pred avg", 3)]
    [InlineData("-pix_fmt gray -pred up", 1)]
    public void Every_kind_of_png_is_read(string options, int channels)
    {
        using var folder = new Folder();
        Program.Ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=64x40:d=1:r=1", "-frames:v", "1", .. options.Split(' '), folder["a.png"]]);
        var picture = PictureFile.Read(folder["a.png"]);
        (picture.Width, picture.Height).ShouldBe((64, 40));
        var reference = Program.Ffmpeg("-i", folder["a.png"], "-f", "rawvideo", "-pix_fmt", channels == 1 && picture.Channels == 1
            ? "gray" : "rgb24", "-");
        picture.Pixels.Length.ShouldBe(reference.Length);
        // Sixteen bits are rounded to eight in more than one way.
        var tolerance = options.Contains("48") ? 1 : 0;
        for (var i = 0; i < reference.Length; i++) Math.Abs(picture.Pixels[i] - reference[i]).ShouldBeLessThanOrEqualTo(tolerance);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 7, 9)]
    [InlineData(3, 7, 9)]
    [InlineData(3, 64, 1856)]
    public void Written_pictures_are_the_same_to_us_and_to_ffmpeg(int channels, int width, int height)
    {
        using var folder = new Folder();
        var pixels = Enumerable.Range(0, width * height * channels).Select(i => (byte)((i * 37) + (i * (long)i % 11 * 9))).ToArray();
        PictureFile.Write(folder["a.png"], new Picture(width, height, channels, pixels));
        var picture = PictureFile.Read(folder["a.png"]);
        (picture.Width, picture.Height, picture.Channels).ShouldBe((width, height, channels));
        picture.Pixels.ShouldBe(pixels);
        Program.Ffmpeg("-i", folder["a.png"], "-f", "rawvideo", "-pix_fmt", channels == 1 ? "gray" : "rgb24", "-").ShouldBe(pixels);
    }

    [Fact]
    public void Jpeg_keeps_smooth_pictures_nearly()
    {
        var pixels = Enumerable.Range(0, 64 * 64 * 3).Select(i =>
            (byte)(128 + (100 * Math.Sin(i / 3 % 64 / 20.0) * Math.Cos(i / 192 / 20.0)))).ToArray();
        var read = PictureFile.Decode(PictureFile.EncodeJpeg(new Picture(64, 64, 3, pixels), 95), "a.jpg").Pixels;
        read.Zip(pixels, (a, b) => Math.Abs(a - b)).Average().ShouldBeLessThan(1.5);
    }

    [Theory]
    [InlineData(65535u, 4194304u)]
    [InlineData(65535u, 65535u)]
    [InlineData(1_000_000u, 1_000_000u)]
    [InlineData(4_000_000_000u, 4_000_000_000u)]
    public void A_tiny_picture_that_claims_a_huge_one_is_one_finding_and_takes_no_memory(uint width, uint height)
    {
        var bytes = Png(width, height);
        bytes.Length.ShouldBeLessThan(80);
        using var folder = new Folder();
        var file = folder.Write("a.png", bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var finding = Refused.Finding(() => PictureFile.Read(file), file);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
        finding.What.ShouldContain($"claims {width} x {height} pixels");
    }

    [Fact]
    public void A_jpeg_that_claims_a_huge_picture_is_refused_too()
    {
        var bytes = File.ReadAllBytes(Folder.Sample("colour.jpg"));
        var frame = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        new byte[] { 0xFF, 0xF0, 0xFF, 0xF0 }.CopyTo(bytes, frame + 5);
        Refused.Finding(() => PictureFile.Decode(bytes, "a.jpg"), "a.jpg").What.ShouldContain("claims 65520 x 65520 pixels");
    }

    [Fact]
    public void A_damaged_png_is_refused_or_read_rightly_whatever_byte_is_hit()
    {
        var picture = PictureFile.Read(Folder.Sample("colour.png"));
        var good = PictureFile.Encode(picture);
        var wrong = 0;
        for (var i = 0; i < good.Length; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= 0x55;
            var read = (Picture?)null;
            HostileFiles.Reads(bad, (bytes, file) => read = PictureFile.Decode(bytes, file), $"byte {i}");
            if (read is not null && !read.Pixels.AsSpan().SequenceEqual(picture.Pixels)) wrong++;
        }

        wrong.ShouldBe(0);
    }

    [Theory]
    [InlineData("colour.png", 24)]
    [InlineData("colour.jpg", 2)]
    public void A_picture_cut_short_at_any_place_is_one_finding(string name, int tail)
    {
        var whole = File.ReadAllBytes(Folder.Sample(name));
        // The mark at the end and the checksums before it hold no pixels.
        for (var cut = 0; cut < whole.Length - tail; cut++)
            HostileFiles.Reads(whole[..cut], (bytes, file) => PictureFile.Decode(bytes, file),
                $"cut at {cut}").ShouldBeFalse($"cut at {cut}");
    }

    [Theory]
    [InlineData("colour.png")]
    [InlineData("alpha.png")]
    [InlineData("colour.jpg")]
    public void A_thousand_random_changes_end_in_a_picture_or_in_one_finding(string name) => HostileFiles.WithoutHanging(() =>
    {
        var good = File.ReadAllBytes(Folder.Sample(name));
        for (var seed = 0; seed < 1000; seed++)
        {
            HostileFiles.Current = $"{name}, seed {seed}";
            HostileFiles.Reads(HostileFiles.Mutate(good, seed), (bytes, file) => PictureFile.Decode(bytes, file), HostileFiles.Current);
        }
    });

    // Signature, header, one block of packed data, end.
    private static byte[] Png(uint width, uint height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(head, width);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9]) = (8, 2);
        return [.. Signature, .. Chunk("IHDR"u8, head), .. Chunk("IDAT"u8, [0x78, 0x9C, 3, 0, 0, 0, 0, 1]), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] body)
    {
        byte[] named = [.. name, .. body];
        var chunk = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(named));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return ~crc;
    }
}
