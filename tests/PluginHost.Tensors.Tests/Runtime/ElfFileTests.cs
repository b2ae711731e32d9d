using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PluginHost.Tensors.Runtime.Elf;

namespace PluginHost.Tensors.Tests.Runtime;

public sealed partial class ElfFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Package(string id, string version, string file)
    {
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(cache, id, version, "runtimes", "linux-x64", "native", file);
    }

    private static string RealShim => Package("torchsharp", "0.107.0", "libLibTorchSharp.so");

    private static ElfBuilder Library() => new ElfBuilder()
        .Named("libexample.so")
        .Needing("libc.so.6")
        .Needing("libstdc++.so.6")
        .Symbol("_ZN2at3addEv", isDefined: false)
        .Symbol("malloc", isDefined: false, version: 3)
        .Symbol("example", isDefined: true)
        .NeedsVersion("libc.so.6", "GLIBC_2.34")
        .NeedsVersion("libstdc++.so.6", "GLIBCXX_3.4.30")
        .NeedsVersion("libstdc++.so.6", "GLIBCXX_3.4.32")
        .DefinesVersion("libexample.so")
        .DefinesVersion("EXAMPLE_1");

    [Fact]
    public void The_tables_of_a_small_library_are_read()
    {
        using var file = ElfFile.Open(Library().Write(_folder.File("a.so")));

        file.SoName().ShouldBe("libexample.so");
        file.Needed().ShouldBe(["libc.so.6", "libstdc++.so.6"]);
        file.UndefinedSymbols().ShouldBe(["_ZN2at3addEv"]);
        file.VersionDefinitions().ShouldBe(["libexample.so", "EXAMPLE_1"]);
        file.VersionNeeds().Select(need => (need.Library, need.Version, need.IsWeak)).ShouldBe(
        [
            ("libc.so.6", "GLIBC_2.34", false), ("libstdc++.so.6", "GLIBCXX_3.4.30", false), ("libstdc++.so.6", "GLIBCXX_3.4.32", false),
        ]);
        var wanted = new HashSet<string>(StringComparer.Ordinal) { "example", "examp", "_ZN2at3addEv" };
        file.RemoveDefined(wanted);
        wanted.ShouldBe(["examp", "_ZN2at3addEv"], ignoreOrder: true);
    }

    // The figures are those of binutils 2.40: readelf -V, readelf -d, and nm -D --undefined-only without symbols that carry a version.
    [Fact]
    [Trait("Needs", "repository")]
    public void The_tables_of_TorchSharps_library_are_those_that_binutils_reads()
    {
        using var file = ElfFile.Open(RealShim);

        file.SoName().ShouldBe("libLibTorchSharp.so");
        file.Needed().Take(3).ShouldBe(["libtorch.so", "libc10.so", "libtorch_cpu.so"]);
        file.Needed().Count.ShouldBe(8);
        file.VersionNeeds().Count(need => need.Library == "libstdc++.so.6").ShouldBe(20);
        file.VersionNeeds().Count.ShouldBe(28);
        file.VersionNeeds().Count(need => need.IsWeak).ShouldBe(0);
        file.UndefinedSymbols().Count.ShouldBe(1204);
    }

    [Fact]
    [Trait("Needs", "repository")]
    public void The_libtorch_of_the_package_has_every_function_that_TorchSharp_calls()
    {
        HashSet<string> wanted;
        using (var shim = ElfFile.Open(RealShim)) wanted = [.. shim.UndefinedSymbols()];
        foreach (var name in (string[])["libc10.so", "libtorch_cpu.so"])
        {
            using var library = ElfFile.Open(Package("libtorch-cpu-linux-x64", "2.10.0", name));
            library.RemoveDefined(wanted);
        }
        wanted.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Needs", "repository")]
    public void A_mark_changes_two_bytes_of_the_copy_and_nothing_else()
    {
        var target = _folder.File("libLibTorchSharp.so");

        WeakVersionMark.Place(RealShim, target, mark: true);

        var before = File.ReadAllBytes(RealShim);
        var after = File.ReadAllBytes(target);
        // readelf -V: .gnu.version_r begins at 0x3f8f0, and the entry of GLIBCXX_3.4.32 at 0x140 in it; its flags are at its bytes 4 and 5.
        const int Flags = 0x3f8f0 + 0x140 + 4;
        Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ShouldBe([Flags]);
        BinaryPrimitives.ReadUInt16LittleEndian(after.AsSpan(Flags)).ShouldBe((ushort)2);
        WeakVersionMark.IsWeak(target).ShouldBe(true);
        WeakVersionMark.IsWeak(RealShim).ShouldBe(false);
        Directory.GetFiles(_folder.Path).ShouldBe([target]);
    }

    [Fact]
    public void A_second_mark_changes_nothing()
    {
        var once = _folder.File("once.so");
        WeakVersionMark.Place(Library().Write(_folder.File("a.so")), once, mark: true);
        var bytes = File.ReadAllBytes(once);

        WeakVersionMark.Place(once, once, mark: true);

        File.ReadAllBytes(once).ShouldBe(bytes);
    }

    [Fact]
    public void A_mark_leaves_a_file_alone_that_another_name_shares()
    {
        var source = Library().Write(_folder.File("package.so"));
        var linked = _folder.File("linked.so");
        Link(source, linked).ShouldBe(0);
        var bytes = File.ReadAllBytes(source);

        WeakVersionMark.Place(linked, linked, mark: true);

        File.ReadAllBytes(source).ShouldBe(bytes);
        WeakVersionMark.IsWeak(source).ShouldBe(false);
        WeakVersionMark.IsWeak(linked).ShouldBe(true);
    }

    [Fact]
    public void A_library_without_the_need_is_copied_as_it_is()
    {
        var source = new ElfBuilder().NeedsVersion("libstdc++.so.6", "GLIBCXX_3.4.30").Write(_folder.File("a.so"));

        WeakVersionMark.Place(source, _folder.File("b.so"), mark: true);

        File.ReadAllBytes(_folder.File("b.so")).ShouldBe(File.ReadAllBytes(source));
        WeakVersionMark.IsWeak(source).ShouldBeNull();
    }

    [Fact]
    public void A_libstdcxx_defines_the_version_or_lacks_it()
    {
        var gcc12 = new ElfBuilder().DefinesVersion("GLIBCXX_3.4.30").Write(_folder.File("gcc12.so"));
        var gcc13 = new ElfBuilder().DefinesVersion("GLIBCXX_3.4.30").DefinesVersion("GLIBCXX_3.4.32").Write(_folder.File("gcc13.so"));

        WeakVersionMark.Defines(gcc12).ShouldBeFalse();
        WeakVersionMark.Defines(gcc13).ShouldBeTrue();
    }

    [Fact]
    public void A_truncated_library_is_told_with_its_name_wherever_it_ends()
    {
        var whole = Library().Build();
        var path = _folder.File("cut.so");
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<ElfException>(() => ReadAll(path), $"cut at {length}").Message.ShouldContain(path);
        }
    }

    [Fact]
    public void A_damaged_library_is_read_or_told_but_takes_no_memory_on_its_word()
    {
        var whole = Library().Build();
        var random = new Random(20260817);
        var path = _folder.File("damaged.so");
        byte[] extremes = [0, 1, 0x7f, 0x80, 0xff];
        var told = 0;
        for (var i = 0; i < 3000; i++)
        {
            var damaged = (byte[])whole.Clone();
            var at = random.Next(16, damaged.Length);
            damaged.AsSpan(at, Math.Min(random.Next(1, 9), damaged.Length - at)).Fill(extremes[random.Next(extremes.Length)]);
            File.WriteAllBytes(path, damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ReadAll(path);
            }
            catch (ElfException)
            {
                told++;
            }
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
        }
        told.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void What_is_no_ELF_file_is_told_by_its_first_bytes()
    {
        var path = _folder.File("text.so");
        File.WriteAllText(path, new string('x', 100));

        Should.Throw<ElfException>(() => ReadAll(path)).Message
            .ShouldBe($"{path} is no 64-bit little-endian ELF file: it begins with 787878787878");
    }

    [Fact]
    public void The_loaders_cache_names_a_library_of_this_processor()
    {
        var library = Library().Write(_folder.File("libexample.so.1"));
        var cache = Cache((0x0003, "libexample.so.1", "/32-bit"), (0x0303, "libexample.so.1", library), (0x0303, "libgone.so", "/no/such"));

        LoaderSearch.InCache("libexample.so.1", cache).ShouldBe(library);
        LoaderSearch.InCache("libgone.so", cache).ShouldBeNull();
        for (var length = 0; length < cache.Length; length++)
        {
            LoaderSearch.InCache("libgone.so", cache[..length]).ShouldBeNull();
        }
    }

    // glibc, elf/cache.c: struct cache_file_new, with strings behind the entries.
    private static byte[] Cache(params (int Flags, string Name, string Path)[] entries)
    {
        var strings = new List<byte>();
        var start = 48 + (entries.Length * 24);
        var bytes = new byte[start];
        "glibc-ld.so.cache1.1"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = bytes.AsSpan(48 + (i * 24));
            BinaryPrimitives.WriteInt32LittleEndian(entry, entries[i].Flags);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], start + strings.Count);
            strings.AddRange([.. System.Text.Encoding.UTF8.GetBytes(entries[i].Name), 0]);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], start + strings.Count);
            strings.AddRange([.. System.Text.Encoding.UTF8.GetBytes(entries[i].Path), 0]);
        }
        return [.. bytes, .. strings];
    }

    private static void ReadAll(string path)
    {
        using var file = ElfFile.Open(path);
        file.SoName();
        file.Needed();
        file.VersionNeeds();
        file.VersionDefinitions();
        file.UndefinedSymbols();
        file.RemoveDefined(["example"]);
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string added);
}
