namespace PluginHost.Tensors.Tests.Pickles;

/// <summary>Files are written by Data/make_arrays.py with Python 3 and numpy 1.24.</summary>
public sealed class PickledArraysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("arrays-").FullName;

    [Theory]
    [InlineData("arrays-2.pickle")]
    [InlineData("arrays-4.pickle")]
    public void Arrays_lists_and_plain_values_come_back(string file)
    {
        var read = PickledArrays.Read(Data(file));
        var bytes = read["bytes"].ShouldBeOfType<PickledArray>();
        bytes.Type.ShouldBe("uint8");
        bytes.Shape.ShouldBe([2, 3]);
        bytes.Bytes.ToArray().ShouldBe((byte[])[0, 1, 2, 3, 4, 5]);
        var numbers = read["numbers"].ShouldBeOfType<PickledArray>();
        numbers.Type.ShouldBe("int64");
        numbers.Bytes.ToArray().ShouldBe([.. BitConverter.GetBytes(-1L), .. BitConverter.GetBytes(1L << 40)]);
        read["reals"].ShouldBeOfType<PickledArray>().Bytes.ToArray().ShouldBe([.. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(-2.25f)]);
        read["labels"].ShouldBeOfType<List<object?>>().ShouldBe([3L, 1L, 2L]);
        (read["name"], read["half"], read["nothing"]).ShouldBe(("batch", 0.5, null));
        read["raw"].ShouldBeOfType<byte[]>().ShouldBe((byte[])[0, 255]);
    }

    [Fact]
    public void A_file_that_would_run_something_is_refused_with_its_name()
    {
        Refusal(File.ReadAllBytes(Data("arrays-evil.pickle"))).ShouldContain("it refers to posix.system, which is refused");
    }

    [Fact]
    public void Cut_and_changed_files_are_refused_and_never_read_past_their_end()
    {
        var whole = File.ReadAllBytes(Data("arrays-2.pickle"));
        for (var length = 0; length < whole.Length; length += 7) Refusal(whole[..length]).ShouldStartWith(Path.Combine(_folder, "file"));
        var path = Path.Combine(_folder, "file");
        for (var place = 0; place < whole.Length; place++)
        {
            var changed = (byte[])whole.Clone();
            changed[place] ^= 0x55;
            File.WriteAllBytes(path, changed);
            try
            {
                PickledArrays.Read(path);
            }
            catch (InvalidDataException)
            {
                // Another value or a refusal; nothing else may come out.
            }
        }
    }

    [Fact]
    public void An_array_whose_size_is_not_that_of_its_bytes_is_refused()
    {
        var bytes = File.ReadAllBytes(Data("arrays-4.pickle"));
        // The sizes (2, 3) are K 2, K 3, TUPLE2.
        var place = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[(byte)'K', 2, (byte)'K', 3, 0x86]);
        place.ShouldBeGreaterThan(0);
        bytes[place + 1] = 3;
        Refusal(bytes).ShouldContain("an array in it of (3, 3) uint8 has 6 bytes");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    private string Refusal(byte[] bytes)
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, bytes);
        return Should.Throw<InvalidDataException>(() => PickledArrays.Read(path)).Message;
    }
}
