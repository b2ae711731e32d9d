using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Files;

/// <summary>Archives are written by Data/make_numpy.py with numpy, whose values are formulas of the place, or entry by entry here.</summary>
public sealed class NumpyArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("numpy-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    private string Npz => Path.Combine(_folder, "arrays.npz");

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("numpy-plain.npz")]
    [InlineData("numpy-packed.npz")]
    public void Every_type_order_of_indices_and_order_of_bytes_gives_the_same_values(string file)
    {
        var read = NumpyArchive.Read(NumpyFileTests.Data(file));
        read.Count.ShouldBe(53);
        foreach (var (kind, type) in new (string, ScalarType)[]
        {
            ("b1", ScalarType.Bool), ("i1", ScalarType.Int8), ("i2", ScalarType.Int16), ("i4", ScalarType.Int32), ("i8", ScalarType.Int64),
            ("f2", ScalarType.Float16), ("f4", ScalarType.Float32), ("f8", ScalarType.Float64), ("u1", ScalarType.Byte),
            ("u2", ScalarType.Int32), ("u4", ScalarType.Int64), ("u8", ScalarType.Int64),
        })
        {
            foreach (var order in (string[])["", "-fortran", "-big", "-big-fortran"])
            {
                var tensor = read[kind + order];
                (tensor.dtype, tensor.is_contiguous()).ShouldBe((type, true), kind + order);
                tensor.shape.ShouldBe([2L, 3, 4]);
                var expected = Enumerable.Range(0, 24).Select(i => kind[0] switch { 'b' => i % 3 == 0 ? 1.0 : 0, 'u' => 7.0 * i, _ => (3.0 * i) - 5 });
                tensor.to(ScalarType.Float64).flatten().data<double>().ToArray().ShouldBe(expected, kind + order);
            }
        }

        read["u2-high"].data<int>().ToArray().ShouldBe([0, 65535, 32768]);
        read["u4-high"].data<long>().ToArray().ShouldBe([0L, 4294967295, 2147483648]);
        read["scalar"].shape.ShouldBeEmpty();
        read["scalar"].item<float>().ShouldBe(2.5f);
        read["none"].shape.ShouldBe([3L, 0, 2]);
        read["line"].data<float>().ToArray().ShouldBe([0f, 1, 2, 3]);
    }

    [Fact]
    public void An_array_is_read_by_name_and_a_name_that_is_not_there_is_told_with_those_that_are()
    {
        using var archive = NumpyArchive.Open(NumpyFileTests.Data("numpy-packed.npz"));
        archive.Names.ShouldContain("i4-big");
        archive.Tensor("scalar").item<float>().ShouldBe(2.5f);
        Should.Throw<KeyNotFoundException>(() => archive.Tensor("objects")).Message.ShouldContain("It has: b1, i1");
    }

    [Fact]
    public void A_bomb_is_refused_before_it_unfolds()
    {
        // 200 MiB of zeros pack to 200 KiB.
        const int size = 200 << 20;
        var header = NumpyFileTests.Bytes($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({size},), }}", []);
        Pack(CompressionLevel.SmallestSize, ("zeros.npy", [.. header, .. new byte[size]]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Refusal();
        message.ShouldContain("'zeros' of");
        message.ShouldContain("more than 100 times as many");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void An_entry_that_lies_about_its_length_or_whose_content_changed_is_refused()
    {
        var array = NumpyFileTests.Bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }", [1, 2, 3, 4]);
        Pack(CompressionLevel.NoCompression, ("a.npy", array));
        var bytes = File.ReadAllBytes(Npz);
        var place = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[1, 2, 3, 4]);
        bytes[place] = 9;
        File.WriteAllBytes(Npz, bytes);
        Refusal().ShouldContain("another checksum");

        // The directory's length of the entry, 24 bytes behind its mark, is one more.
        Pack(CompressionLevel.SmallestSize, ("a.npy", array));
        bytes = File.ReadAllBytes(Npz);
        bytes[bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24]++;
        File.WriteAllBytes(Npz, bytes);
        Refusal().ShouldContain("and 5 follow");
    }

    [Fact]
    public void Names_that_stand_twice_too_many_entries_and_archives_of_other_things_are_refused()
    {
        var array = NumpyFileTests.Bytes("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", [1]);
        Pack(CompressionLevel.NoCompression, ("a.npy", array), ("a.npy", array));
        Refusal().ShouldContain("'a' stands twice in it");
        Pack(CompressionLevel.NoCompression, [.. Enumerable.Range(0, NumpyArchive.MostEntries + 1).Select(i => ($"{i}.npy", array))]);
        Refusal().ShouldContain("10001 entries");
        Pack(CompressionLevel.NoCompression, ("readme.txt", array));
        Refusal().ShouldContain("it is a zip archive without arrays");
        Pack(CompressionLevel.NoCompression, ("a.npy", "nothing"u8.ToArray()));
        Refusal().ShouldContain("'a' of");
        File.WriteAllBytes(Npz, array);
        Refusal().ShouldContain("it is a NumPy array (.npy)");
        File.WriteAllBytes(Npz, []);
        Refusal().ShouldContain("it is an empty file");
        Pack(CompressionLevel.NoCompression, ("a.npy", File.ReadAllBytes(NumpyFileTests.Data("numpy-dictionary.npy"))));
        Refusal().ShouldContain("its elements are Python objects");
    }

    [Fact]
    public void Cut_and_changed_archives_are_refused_or_read_and_nothing_else()
    {
        Pack(CompressionLevel.SmallestSize,
            ("a.npy", NumpyFileTests.Bytes("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }", [1, 0, 0, 0, 2, 0, 0, 0])), ("b.npy", [1, 2]));
        var whole = File.ReadAllBytes(Npz);
        for (var place = 0; place < whole.Length; place++)
        {
            var changed = (byte[])whole.Clone();
            changed[place] ^= 0x55;
            foreach (var bytes in new[] { whole[..place], changed })
            {
                File.WriteAllBytes(Npz, bytes);
                try
                {
                    using var archive = NumpyArchive.Open(Npz);
                    if (archive.Names.Contains("a")) archive.Tensor("a").data<int>().ToArray().ShouldBe([1, 2]);
                }
                catch (InvalidDataException)
                {
                    // Another value would have had another checksum.
                }
            }
        }
    }

    private void Pack(CompressionLevel level, params (string Name, byte[] Bytes)[] entries)
    {
        File.Delete(Npz);
        using var zip = ZipFile.Open(Npz, ZipArchiveMode.Create);
        foreach (var (name, bytes) in entries)
        {
            using var stream = zip.CreateEntry(name, level).Open();
            stream.Write(bytes);
        }
    }

    private string Refusal() => Should.Throw<InvalidDataException>(() => NumpyArchive.Read(Npz)).Message;
}
