using System.Text;
using PluginHost.Tests.Shared;
using Shouldly;
using Xunit;

namespace PluginHost.Contracts.Tests;

/// <summary>What a file is by its first bytes; each made here as the format's own tools make it.</summary>
public class FileContentsTests
{
    public static TheoryData<string, byte[]> Files => new()
    {
        { "an empty file", [] },
        { "blank text", "  \n\t"u8.ToArray() },
        { "a web page (HTML)", "\n<!DOCTYPE html><html><head><title>404</title>"u8.ToArray() },
        { "a web page (HTML)", "\uFEFF<HTML lang=en>"u8.ToArray() },
        { "a web page (XHTML)", "<?xml version=\"1.0\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\">"u8.ToArray() },
        { "XML", "<?xml version=\"1.0\"?><note/>"u8.ToArray() },
        { "a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8.ToArray() },
        { "a git-annex pointer", "/annex/objects/SHA256E-s1--ab.wav\n"u8.ToArray() },
        { "a gzip archive", WrongFiles.Gzip("text") },
        { "a zip archive", WrongFiles.Zip("readme.txt") },
        { "a PyTorch file (a zip of tensors)", WrongFiles.Zip("archive/data.pkl") },
        { "a PyTorch file (a zip of tensors)", WrongFiles.Zip("resnet/byteorder") },
        { "NumPy arrays (.npz)", WrongFiles.Zip("arr_0.npy") },
        { "a Python pickle", [0x80, 0x04, 0x95, 0x10] },
        { "a PyTorch file of before version 1.6", [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E] },
        { "a safetensors file", [.. BitConverter.GetBytes(60UL), .. "{\"a\":{\"dtype\""u8] },
        { "a WAV sound", [.. "RIFF"u8, 1, 0, 0, 0, .. "WAVEfmt "u8] },
        { "a SoundFont", [.. "RIFF"u8, 1, 0, 0, 0, .. "sfbkLIST"u8] },
        { "a WAV sound", [.. "RF64"u8, 255, 255, 255, 255, .. "WAVEds64"u8] },
        { "an AIFF sound", [.. "FORM"u8, 0, 0, 0, 1, .. "AIFCFVER"u8] },
        { "an AVI video", [.. "RIFF"u8, 1, 0, 0, 0, .. "AVI LIST"u8] },
        { "a RIFF file", [.. "RIFF"u8, 1, 0, 0, 0, .. "PAL data"u8] },
        { "an Ogg Vorbis sound", Ogg([1, .. "vorbis"u8]) },
        { "an Ogg Opus sound", Ogg([.. "OpusHead"u8, 1]) },
        { "an Ogg file of an unknown codec", Ogg([.. "other"u8]) },
        { "an MP3 sound", [0xFF, 0xFB, 0x90, 0x44, 0, 0, 0x0F, 0xF0] },
        { "an AAC sound", [0xFF, 0xF1, 0x50, 0x80, 0, 0x1F, 0xFC] },
        { "a BMP picture", [.. "BM"u8, 0x46, 0, 0, 0, 0, 0, 0, 0, 0x36] },
        { "an SVG drawing", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray() },
        { "a file of zeros", new byte[500] },
        { "binary data that begins with 03 00 00 00 00 00 00 00", [.. BitConverter.GetBytes(3UL), .. "[1]"u8] },
        { "a tar archive", [.. new byte[257].Select(_ => (byte)'a'), .. "ustar\0"u8] },
        { "a NumPy array (.npy)", [0x93, .. "NUMPY"u8, 1, 0] },
        { "an HDF5 file", [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A] },
        { "a PNG picture", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A] },
        { "UTF-16 text", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{ \"a\": 1 }")] },
        { "UTF-16 text", Encoding.Unicode.GetBytes("{ \"a\": 1 }") },
        { "UTF-16 text", Encoding.BigEndianUnicode.GetBytes("{ \"a\": 1 }") },
        { "UTF-32 text", [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("{}")] },
        { "a Linux program or library", [0x7F, .. "ELF"u8, 2, 1, 1, 0] },
        { "a script", "#!/bin/sh\nexit 0\n"u8.ToArray() },
        { "JSON", " { \"name\": 1 }"u8.ToArray() },
        { "JSON", "[1, 2]"u8.ToArray() },
        { "text that begins with 'name: trial'", "name: trial\nengine: continual\n"u8.ToArray() },
        { "text that begins with 'größe = 3'", "größe = 3\n"u8.ToArray() },
        { "binary data that begins with 01 02 03 00 05 06 07", [1, 2, 3, 0, 5, 6, 7] },
        { "binary data that begins with C3 28 A0 FF FE 81 8D", [0xC3, 0x28, 0xA0, 0xFF, 0xFE, 0x81, 0x8D] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_told_by_its_first_bytes(string expected, byte[] content)
    {
        FileContents.Describe(content).ShouldBe(expected);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, content);
            FileContents.OfFile(file).ShouldBe((expected, FileContents.Remedy(content)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_first_bytes_of_a_long_file_are_enough()
    {
        byte[] page = [.. "<html>"u8, .. new byte[100_000].Select(_ => (byte)'a')];

        FileContents.Describe(page.AsSpan(0, FileContents.Enough)).ShouldBe("a web page (HTML)");
        for (var length = 0; length < 400; length++) FileContents.Describe(page.AsSpan(0, length)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Pointers_and_saved_pages_come_with_the_way_out()
    {
        FileContents.Remedy("version https://git-lfs.github.com/spec/v1\n"u8)!.ShouldContain("git lfs pull");
        FileContents.Remedy("<!doctype html>"u8)!.ShouldContain("download the file itself");
        FileContents.Remedy(WrongFiles.Gzip("x"))!.ShouldContain("gunzip");
        FileContents.Remedy([0xFF, 0xFE, (byte)'{', 0])!.ShouldContain("UTF-8");
        FileContents.Remedy("{}"u8).ShouldBeNull();
    }

    [Fact]
    public void A_file_that_is_not_there_cannot_be_read() => FileContents.OfFile("/no/such").Name.ShouldBe("a file that cannot be read");

    [Fact]
    public void The_family_says_what_a_file_could_serve_for()
    {
        FileContents.Family(" { }"u8).ShouldBe(FileFamily.Text);
        FileContents.Family("words"u8).ShouldBe(FileFamily.Text);
        FileContents.Family("<html>"u8).ShouldBe(FileFamily.Other);
        FileContents.Family(Ogg([.. "other"u8])).ShouldBe(FileFamily.Sound);
        FileContents.Family([.. "RIFF"u8, 1, 0, 0, 0, .. "WEBP"u8]).ShouldBe(FileFamily.Picture);
        FileContents.Family([1, 2, 3, 0]).ShouldBe(FileFamily.Other);
    }

    private static byte[] Ogg(byte[] packet) => [.. "OggS"u8, 0, 2, .. new byte[20], 1, (byte)packet.Length, .. packet];
}
