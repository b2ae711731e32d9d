using System.IO.Compression;
using System.Text;
using Xunit;

namespace PluginHost.Tests.Shared;

/// <summary>
/// Files that stand where another was expected, each as the format's own tools begin it. One table for every reader of the house: of jobs,
/// manifests, weights, sounds, pictures, notes and banks.
/// </summary>
internal static class WrongFiles
{
    private static readonly (string Name, byte[] Content, string Remedy)[] s_files =
    [
        ("an empty file", [], "Get the file again; it was cut off or never written."),
        ("a file of zeros", new byte[500], "Get the file again; it was cut off or never written."),
        ("a web page (HTML)", "\n<!DOCTYPE html><html><head><title>404</title>"u8.ToArray(),
            "A page about the file was saved in its place: download the file itself."),
        ("a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8.ToArray(),
            "It stands for the file: run 'git lfs pull' in its repository."),
        ("a git-annex pointer", "/annex/objects/SHA256E-s1--ab.wav\n"u8.ToArray(), "It stands for the file: run 'git annex get' in its repository."),
        ("a zip archive", Zip("readme.txt"), "Unpack it with unzip."),
        ("NumPy arrays (.npz)", Zip("arr_0.npy"), ""),
        ("a gzip archive", Gzip("text"), "Unpack it with gunzip, or tar -xzf where it holds several files."),
        ("UTF-16 text", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{ \"a\": 1 }")], "Save it as UTF-8."),
        ("a Python pickle", [0x80, 0x04, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0, (byte)'}', (byte)'.'], ""),
        ("a NumPy array (.npy)", [0x93, .. "NUMPY"u8, 1, 0], ""),
        ("an HDF5 file", [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A], ""),
        ("a PNG picture", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8], ""),
        ("a TIFF picture", [.. "II*\0"u8, 8, 0, 0, 0], ""),
        ("a Matroska or WebM file", [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x86, 0x81], ""),
        ("a PDF document", "%PDF-1.7\n"u8.ToArray(), ""),
        ("a Linux program or library", [0x7F, .. "ELF"u8, 2, 1, 1, 0], ""),
    ];

    /// <summary>What each is, in words, and its remedy; empty without one.</summary>
    public static TheoryData<string, string> Theory()
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, _, remedy) in s_files) data.Add(name, remedy);
        return data;
    }

    /// <summary>The contents of the file so named.</summary>
    public static byte[] Of(string name) => s_files.First(file => file.Name == name).Content;

    /// <summary>A text, compressed by gzip.</summary>
    public static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var packed = new GZipStream(buffer, CompressionLevel.Fastest)) packed.Write(Encoding.UTF8.GetBytes(text));
        return buffer.ToArray();
    }

    /// <summary>A zip archive with one entry so named.</summary>
    public static byte[] Zip(string name)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write("content"u8);
        }

        return buffer.ToArray();
    }
}
