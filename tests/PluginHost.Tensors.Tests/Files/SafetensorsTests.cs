using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Files;

public sealed class SafetensorsTests : IDisposable
{
    private const string OneTensor = """{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Tensors_of_every_type_and_texts_are_read_back()
    {
        using var scope = NewDisposeScope();
        ScalarType[] types =
        [
            uint8, int8, int16, int32, int64, float16, bfloat16, float32, float64, @bool, complex64,
        ];
        var all = types.ToDictionary(t => $"t.{t}", t => (arange(-3, 3) % 2).to(t).reshape(2, 3), StringComparer.Ordinal);
        all["scalar"] = tensor(2.5);
        all["empty"] = zeros(0, 4);
        all["strided"] = arange(6).reshape(2, 3).T;

        Safetensors.Write(_path, all, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        var read = Safetensors.Read(_path);

        read.Count.ShouldBe(all.Count);
        foreach (var (name, tensor) in all)
        {
            read[name].dtype.ShouldBe(tensor.dtype);
            read[name].shape.ShouldBe(tensor.shape);
            read[name].Equals(tensor).ShouldBeTrue(name);
        }

        using var file = Safetensors.Open(_path);
        file.Metadata["format"].ShouldBe("pt");
        Should.Throw<KeyNotFoundException>(() => file.Tensor("none")).Message.ShouldContain("strided");
    }

    [Fact]
    public void A_file_laid_out_byte_by_byte_is_read()
    {
        using var scope = NewDisposeScope();

        // The layout that the format's own writer makes: length, header padded with blanks, little-endian elements.
        const string Small = """{"dtype":"I16","shape":[1,2],"data_offsets":[4,8]}""";
        const string Wide = """{"dtype":"F32","shape":[],"data_offsets":[0,4]}""";
        WriteFile($$"""{"__metadata__":{"a":"b"},"x":{{Small}},"w":{{Wide}}}  """,
            [0, 0, 0xC0, 0x3F, 1, 0, 0xFF, 0xFF]);

        var read = Safetensors.Read(_path);

        read["w"].ShouldHold(1.5);
        read["x"].shape.ShouldBe([1, 2]);
        read["x"].ShouldHold(1, -1);
    }

    [Fact]
    public void The_file_of_the_reference_layout_is_written_byte_for_byte_and_read_back()
    {
        using var scope = NewDisposeScope();
        var values = tensor(new[] { -1L, 0, 1, 2, 3, 4 }).reshape(2, 3);
        var all = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["w.bool"] = values.to(@bool), ["w.u8"] = values.abs().to(uint8), ["w.i8"] = values.to(int8), ["w.i16"] = values.to(int16),
            ["w.i32"] = values.to(int32), ["w.i64"] = values, ["w.f16"] = values.to(float16), ["w.bf16"] = values.to(bfloat16),
            ["w.f32"] = values.to(float32), ["w.f64"] = values.to(float64), ["w.c64"] = values.to(complex64),
            ["strided"] = values.to(float32).t(), ["offset"] = values.to(float64)[1], ["scalar"] = tensor(2.5f), ["empty"] = zeros(0, 4),
            ["Gewicht ü"] = tensor(new[] { 7L }),
        };
        var reference = Path.Combine(AppContext.BaseDirectory, "Data", "reference.safetensors");

        Safetensors.Write(_path, all, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });

        File.ReadAllBytes(_path).ShouldBe(File.ReadAllBytes(reference));
        var read = Safetensors.Read(reference);
        read.Keys.ShouldBe(all.Keys, ignoreOrder: true);
        read["w.bf16"].ShouldHold(-1, 0, 1, 2, 3, 4);
        read["w.c64"].Equals(all["w.c64"]).ShouldBeTrue();
        read["strided"].ShouldHold(-1, 2, 0, 3, 1, 4);
        read["offset"].ShouldHold(2, 3, 4);
        read["empty"].shape.ShouldBe([0, 4]);
    }

    [Fact]
    public void Parameters_shared_memory_and_tensors_of_several_pieces_are_written_whole()
    {
        using var scope = NewDisposeScope();
        var large = arange(2_500_000, dtype: float32);
        var all = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["large"] = large, ["again"] = large, ["part"] = large[TensorIndex.Slice(10, 2_400_000, 2)],
            ["wide"] = tensor(3f).expand(2, 2), ["parameter"] = new TorchSharp.Modules.Parameter(ones(2, 3)).t(),
        };

        Safetensors.Write(_path, all);

        var read = Safetensors.Read(_path);
        foreach (var (name, tensor) in all)
        {
            read[name].Equals(tensor).ShouldBeTrue(name);
        }

        read["again"].fill_(0);
        read["large"].sum().ToDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Tensors_outlive_the_file_object_and_never_change_the_file()
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(_path, [new("w", arange(1000, dtype: float64))]);
        var before = File.ReadAllBytes(_path);
        Tensor w;
        using (var file = Safetensors.Open(_path))
        {
            w = file.Tensor("w");
            file.Entries["w"].Shape.ShouldBe([1000L]);
        }

        w.add_(1);
        w.sum().ToDouble().ShouldBe(500500);
        File.ReadAllBytes(_path).ShouldBe(before);
    }

    [Fact]
    public void What_the_format_cannot_hold_is_refused_and_leaves_the_old_file()
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(_path, [new("w", ones(2))]);

        Should.Throw<NotSupportedException>(() => Safetensors.Write(_path, [new("w", ones(2, dtype: complex128))]))
            .Message.ShouldContain("no element type ComplexFloat64");
        Should.Throw<ArgumentException>(() => Safetensors.Write(_path, [new("w", ones(2)), new("w", ones(2))])).Message.ShouldContain("'w'");
        Should.Throw<ArgumentException>(() => Safetensors.Write(_path, [new("__metadata__", ones(2))])).Message.ShouldContain("'__metadata__'");

        Safetensors.Read(_path)["w"].ShouldHold(1, 1);
        File.Exists(_path + ".partial").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"F32","shape":[1000000000],"data_offsets":[0,4000000000]}}""", 0L)]
    [InlineData("{", 99_000_000L)]
    [InlineData("{}", 1L << 62)]
    public void A_small_file_that_claims_much_takes_no_memory(string header, long claimed)
    {
        WriteFile(header, []);
        if (claimed > 0)
        {
            var bytes = File.ReadAllBytes(_path);
            BinaryPrimitives.WriteInt64LittleEndian(bytes, claimed);
            File.WriteAllBytes(_path, bytes);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InvalidDataException>(() => Safetensors.Read(_path)).Message.ShouldContain(_path);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2_000_000);
    }

    [Theory]
    [InlineData("""[1]""", "no JSON object")]
    [InlineData("""{"w":""", "cannot be read")]
    [InlineData("""{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "needs 12 bytes, has 8")]
    [InlineData("""{"w":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}""", "element type 'F99'")]
    [InlineData("""{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "shape [-2]")]
    [InlineData("""{"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "cannot be read")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "a gap or an overlap")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "take 4 bytes, but 8 follow")]
    [InlineData("""{"w":{"dtype":"F32","data_offsets":[0,8]}}""", "cannot be read")]
    [InlineData("""{"w":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"w":{"dtype":"U8","shape":[0],"data_offsets":[8,8]}}""",
        "stands twice")]
    public void A_damaged_header_is_refused_with_its_fault(string header, string fault)
    {
        WriteFile(header, new byte[8]);

        var error = Should.Throw<InvalidDataException>(() => Safetensors.Open(_path));

        error.Message.ShouldContain(fault);
        error.Message.ShouldContain(_path);
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        WriteFile(OneTensor, new byte[8]);
        var whole = File.ReadAllBytes(_path);
        foreach (var length in new[] { 0, 5, 20, whole.Length - 1 })
        {
            File.WriteAllBytes(_path, whole[..length]);
            Should.Throw<InvalidDataException>(() => Safetensors.Open(_path));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(whole, ulong.MaxValue);
        File.WriteAllBytes(_path, whole);
        Should.Throw<InvalidDataException>(() => Safetensors.Open(_path)).Message.ShouldContain("more than the 100000000 allowed");
    }

    private void WriteFile(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        File.WriteAllBytes(_path, [.. length, .. text, .. data]);
    }
}
