using System.Buffers.Binary;
using System.IO.Compression;
using PluginHost.Findings;
using PluginHost.Packages;

namespace PluginHost.Tests.Packages;

/// <summary>Each package here would be installed if one guard were missing; the sound one it is made from is.</summary>
public class HostileArchiveTests : IDisposable
{
    private const int LinkMode = 0xA1FF;
    private const int DeviceMode = 0x61FF;
    private readonly PackageBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("plugin/../../escaped.txt", "leads out of the package")]
    [InlineData("../escaped.txt", "leads out of the package")]
    [InlineData("/tmp/escaped.txt", "is absolute")]
    [InlineData("C:/escaped.txt", "is absolute")]
    [InlineData("plugin\\..\\escaped.txt", "holds a backslash")]
    [InlineData("plugin/./escaped.txt", "is not in its plain form")]
    [InlineData("plugin//escaped.txt", "is not in its plain form")]
    [InlineData("plugin/trailing. ", "is not in its plain form")]
    [InlineData("plugin/new\nline", "holds control characters")]
    [InlineData("plugin/word.good.dll", "stands in it twice")]
    [InlineData("plugin/WORD.good.dll", "stands in it twice")]
    [InlineData("plugin/word.good.dll/below", "lies below a file")]
    public async Task A_path_that_is_not_plainly_inside_is_refused(string path, string expected)
    {
        await ShouldBeRefused(archive => archive.CreateEntry(path), "PH0321", expected);
        File.Exists("/tmp/escaped.txt").ShouldBeFalse();
    }

    [Theory]
    [InlineData(LinkMode, "is a symbolic link")]
    [InlineData(DeviceMode, "is neither a file nor a folder")]
    public async Task A_link_or_device_is_refused(int mode, string expected) =>
        await ShouldBeRefused(
            archive =>
            {
                var entry = archive.CreateEntry("plugin/secret");
                using (var writer = new StreamWriter(entry.Open())) writer.Write("/etc/passwd");
                entry.ExternalAttributes = mode << 16;
            },
            "PH0321",
            $"'plugin/secret' {expected}");

    [Fact]
    public async Task A_file_that_explodes_is_refused() =>
        await ShouldBeRefused(
            archive =>
            {
                using var stream = archive.CreateEntry("plugin/zeros").Open();
                stream.Write(new byte[4 << 20]);
            },
            "PH0321",
            "more than 200 times");

    [Fact]
    public async Task Too_many_entries_are_refused() =>
        await ShouldBeRefused(
            archive =>
            {
                for (var i = 0; i < 10_001; i++) archive.CreateEntry($"plugin/{i}", CompressionLevel.NoCompression);
            },
            "PH0321",
            "more than 10000");

    [Fact]
    public async Task A_file_that_claims_to_be_immense_is_refused() =>
        await ShouldBeRefusedRaw(bytes => PatchSize(bytes, "plugin/word.good.dll", uint.MaxValue - 1), "PH0321", "more than 4294967296");

    [Fact]
    public async Task A_file_that_is_larger_than_it_says_is_unpacked_no_further_and_refused() =>
        await ShouldBeRefusedRaw(bytes => PatchSize(bytes, "plugin/word.good.dll", 100), "PH0319", "'word.good.dll' has sha256");

    [Fact]
    public async Task A_file_that_is_smaller_than_it_says_is_refused() =>
        await ShouldBeRefusedRaw(bytes => PatchSize(bytes, "plugin/word.good.dll", 500_000), "PH0322", "is shorter than it says");

    [Fact]
    public async Task Entries_that_overlap_are_refused() =>
        await ShouldBeRefusedRaw(
            bytes => Patch(Patch(bytes, "plugin/word.good.dll", 20, 50_000), "plugin/word.good.pdb", 20, 50_000),
            "PH0321",
            "its entries overlap");

    [Fact]
    public async Task An_encrypted_file_is_refused() =>
        await ShouldBeRefusedRaw(bytes => Patch(bytes, "plugin/word.good.dll", 8, 1), "PH0321", "'plugin/word.good.dll' is encrypted");

    [Fact]
    public async Task A_package_beyond_the_limits_is_refused_before_it_is_opened()
    {
        var package = await _bench.PackGood("1.4.0");

        Faults(ArchiveLimits.Default with { PackageBytes = 1000 }).ShouldContain("bytes, more than 1000");
        Faults(ArchiveLimits.Default with { TotalBytes = 2000 }).ShouldContain("bytes, more than 2000");
        Faults(ArchiveLimits.Default with { Entries = 3 }).ShouldContain("entries, more than 3");
        Faults(ArchiveLimits.Default with { PathLength = 5 }).ShouldContain("characters, more than 5");
        Directory.Exists(_bench.At("target")).ShouldBeFalse();

        string Faults(ArchiveLimits limits)
        {
            var (identity, findings) = new PackageReader(limits).Extract(package, _bench.At("target"));
            identity.ShouldBeNull();
            return string.Join("\n", findings.All.Select(reported => reported.Finding.What));
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.0)]
    public async Task A_package_that_was_cut_off_is_refused(double part) =>
        await ShouldBeRefusedRaw(bytes => bytes[..(int)(bytes.Length * part)], "PH0322", "cannot be read");

    [Fact]
    public async Task A_package_of_something_else_is_refused() =>
        await ShouldBeRefused(
            archive => archive.GetEntry("plugin/plugin.json")!.Delete(),
            "PH0323",
            "the package holds no plugin/plugin.json");

    [Fact]
    public async Task A_nuspec_with_entities_of_its_own_is_refused() =>
        await ShouldBeRefused(
            archive =>
            {
                archive.GetEntry("word.good.nuspec")!.Delete();
                using var writer = new StreamWriter(archive.CreateEntry("word.good.nuspec").Open());
                writer.Write("<!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/passwd'>]><package><metadata><id>&f;</id></metadata></package>");
            },
            "PH0323",
            "no readable .nuspec");

    [Fact]
    public async Task A_nuspec_that_is_too_long_is_refused_however_long_it_says_it_is()
    {
        Action<ZipArchive> longer = archive =>
        {
            archive.GetEntry("word.good.nuspec")!.Delete();
            using var writer = new StreamWriter(archive.CreateEntry("word.good.nuspec").Open());
            writer.Write("<package><metadata><id>word.good</id><version>1.4.0</version></metadata>");
            for (var i = 0; i < 20_000; i++) writer.Write(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(i))));
            writer.Write("</package>");
        };
        var package = await _bench.PackGood("1.4.0");
        await ShouldBeRefused(_bench.Change(package, "longer.nupkg", longer), "PH0323", "no readable .nuspec");
        var patched = PatchSize(await File.ReadAllBytesAsync(_bench.At("longer.nupkg")), "word.good.nuspec", 300);
        await File.WriteAllBytesAsync(_bench.At("patched.nupkg"), patched);
        await ShouldBeRefused(_bench.At("patched.nupkg"), "PH0323", "no readable .nuspec");
    }

    [Fact]
    public async Task A_folder_with_a_link_out_of_it_is_not_installed()
    {
        _bench.Bench.CopyPlugin("word.good", "mine");
        File.CreateSymbolicLink(_bench.At("mine/secret"), "/etc/hostname");

        (await _bench.Cli("plugins", "install", _bench.At("mine"))).ShouldExitWith(3).Finding("PH0321")
            .ShouldContain("'secret' is a symbolic link");
        _bench.InStore().ShouldBeEmpty();
    }

    private async Task ShouldBeRefused(Action<ZipArchive> change, string code, string expected)
    {
        var package = await _bench.PackGood("1.4.0");
        await ShouldBeRefused(_bench.Change(package, "hostile.nupkg", change), code, expected);
    }

    private async Task ShouldBeRefusedRaw(Func<byte[], byte[]> change, string code, string expected)
    {
        var package = await _bench.PackGood("1.4.0");
        var hostile = _bench.At("hostile.nupkg");
        await File.WriteAllBytesAsync(hostile, change(await File.ReadAllBytesAsync(package)));
        await ShouldBeRefused(hostile, code, expected);
    }

    private async Task ShouldBeRefused(string package, string code, string expected)
    {
        foreach (var verb in new[] { "verify", "install" })
        {
            var result = (await _bench.Cli("plugins", verb, package)).ShouldExitWith(3);
            result.Finding(code);
            result.Findings.ShouldContain(expected);
        }

        _bench.InStore().ShouldBeEmpty();
    }

    /// <summary>Changes the uncompressed size that the archive's directory states for an entry.</summary>
    private static byte[] PatchSize(byte[] bytes, string name, uint size) => Patch(bytes, name, 24, size);

    /// <summary>Changes a field of an entry in the archive's directory: 8 are flags, 20 the packed and 24 the unpacked size.</summary>
    private static byte[] Patch(byte[] bytes, string name, int field, uint value)
    {
        for (var at = 0; at < bytes.Length - 46; at++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)) != 0x02014b50) continue;
            var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at + 28));
            if (System.Text.Encoding.UTF8.GetString(bytes, at + 46, length) != name) continue;
            if (field == 8) bytes[at + field] = (byte)value;
            else BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + field), value);
            return bytes;
        }

        throw new InvalidOperationException($"no entry {name}");
    }
}
