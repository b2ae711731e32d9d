using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Files;

/// <summary>Files are written by Data/make_numpy.py with Python 3 and numpy 1.24, or byte by byte here.</summary>
public sealed class NumpyFileTests : IDisposable
{
    private const string Plain = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
    private readonly string _folder = Directory.CreateTempSubdirectory("numpy-").FullName;
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Each_version_of_the_format_is_read(int version)
    {
        var read = NumpyFile.Read(Write(Bytes(Plain, [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0], version)));
        read.dtype.ShouldBe(ScalarType.Float32);
        read.data<float>().ToArray().ShouldBe([1f, -2.5f]);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}\n")]
    [InlineData("{'shape':(2L,),'fortran_order':True,\"descr\":\"<f4\"}")]
    [InlineData("{ 'descr' : '=f4' , 'fortran_order' : False , 'shape' : ( 1 , 2 , ) , }   \n")]
    public void Spaces_quotes_order_and_the_long_numbers_of_Python_2_do_not_matter(string header) =>
        NumpyFile.Read(Write(Bytes(header, new byte[8]))).numel().ShouldBe(2);

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "which takes 12 bytes, and 8 follow; it was cut short")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", "which takes 4 bytes, and 8 follow; only files of one array are read")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 999999999999), }", "elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 999999999999, 999999999999), }", "elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "size that is no number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999999,), }", "size that is no number")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", "has an entry 'x'")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'shape': (2,)}", "has 'descr' twice")]
    [InlineData("{'descr': '<f4', 'shape': (2,)}", "lacks one of")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", "no True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + exit()", "goes on behind its end")]
    [InlineData("{'descr': __import__('os'), 'fortran_order': False, 'shape': (2,)}", "no text in quotes")]
    [InlineData("{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (2,)}", "backslash")]
    [InlineData("{'descr': '<f4", "text without an end")]
    [InlineData("", "no '{'")]
    [InlineData("{'descr': '<q9', 'fortran_order': False, 'shape': (2,), }", "a type that is not known ('<q9')")]
    public void A_header_that_numpy_would_not_write_is_refused(string header, string reason) =>
        Refusal(Bytes(header, new byte[8])).ShouldContain(reason);

    [Fact]
    public void A_file_of_a_few_bytes_that_claims_gigabytes_takes_no_memory()
    {
        var file = Write(Bytes("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,), }", new byte[16]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<InvalidDataException>(() => NumpyFile.Read(file)).Message.ShouldContain("cut short");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
        // The header itself may claim no more.
        byte[] huge = [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. new byte[40]];
        Refusal(huge).ShouldContain("its header would have 4294967295 bytes");
    }

    [Theory]
    [InlineData("numpy-text.npy", "its elements are texts ('<U6')")]
    [InlineData("numpy-complex.npy", "its elements are complex numbers ('<c16')")]
    [InlineData("numpy-date.npy", "its elements are dates or times ('<M8[D]')")]
    [InlineData("numpy-record.npy", "its elements are records of several fields")]
    [InlineData("numpy-dictionary.npy", "its elements are Python objects: a pickle is inside")]
    [InlineData("numpy-u8-high.npy", "it holds unsigned numbers of 2^63 or more")]
    public void Elements_that_are_not_read_are_named(string file, string reason)
    {
        var message = Should.Throw<InvalidDataException>(() => NumpyFile.Read(Data(file))).Message;
        message.ShouldStartWith($"{Data(file)} cannot be read as an array of numpy (.npy): ");
        message.ShouldContain(reason);
    }

    [Fact]
    public void Other_files_empty_ones_and_a_bool_of_two_are_refused()
    {
        Refusal([]).ShouldEndWith("it is empty or was cut short.");
        Refusal("<html><body>Sign in</body></html>"u8.ToArray()).ShouldContain("it is a web page (HTML)");
        Refusal([0x93, .. "NUMPY"u8, 9, 0, 0, 0]).ShouldContain("version 9.0");
        Refusal(Bytes("{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }", [1, 2])).ShouldContain("truth values other than 0 and 1");
        Should.Throw<FileNotFoundException>(() => NumpyFile.Read(Path.Combine(_folder, "none.npy")));
    }

    [Fact]
    public void Cut_and_changed_files_give_other_values_or_a_refusal_and_nothing_else()
    {
        var whole = File.ReadAllBytes(Data("numpy-dictionary.npy"));
        var plain = Bytes(Plain, new byte[8]);
        foreach (var bytes in new[] { whole, plain })
        {
            for (var place = 0; place < bytes.Length; place++)
            {
                var changed = (byte[])bytes.Clone();
                changed[place] ^= 0x55;
                foreach (var file in new[] { Write(bytes[..place]), Write(changed) })
                {
                    try
                    {
                        if (bytes == plain) NumpyFile.Read(file).Dispose();
                        else NumpyFile.ReadObjects(file);
                    }
                    catch (InvalidDataException error)
                    {
                        error.Message.ShouldStartWith(file);
                    }
                }
            }
        }
    }

    [Fact]
    public void A_dictionary_in_an_object_array_is_read_with_its_arrays()
    {
        var read = NumpyFile.ReadObjects(Data("numpy-dictionary.npy")).ShouldBeOfType<Dictionary<object, object?>>();
        read.Keys.ShouldBe(["violin", "flöte", 3L]);
        read["violin"].ShouldBeOfType<List<object?>>().ShouldBe(["-x_1", "it's"]);
        read["flöte"].ShouldBeOfType<List<object?>>().ShouldBe(["a b"]);
        var array = read[3L].ShouldBeOfType<Dictionary<object, object?>>()["objects"].ShouldBeOfType<PickledArray>();
        (array.Type, array.Shape.Count).ShouldBe(("float32", 2));
        array.Bytes.Length.ShouldBe(24);
        NumpyFile.ReadObjects(Data("numpy-list.npy")).ShouldBeOfType<List<object?>>().ShouldBe(["a", 1L, null, 2.5]);
    }

    [Fact]
    public void An_object_array_that_would_run_something_is_refused_with_its_name()
    {
        Should.Throw<InvalidDataException>(() => NumpyFile.ReadObjects(Data("numpy-evil.npy"))).Message
            .ShouldContain("it refers to posix.system, which is refused");
        File.Exists("/tmp/numpy-objects-were-run").ShouldBeFalse();
        Should.Throw<InvalidDataException>(() => NumpyFile.ReadObjects(Write(Bytes(Plain, new byte[8])))).Message.ShouldContain("no objects");
    }

    internal static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    internal static byte[] Bytes(string header, byte[] elements, int version = 1)
    {
        var text = version == 3 ? Encoding.UTF8.GetBytes(header) : Encoding.Latin1.GetBytes(header);
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes(text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. elements];
    }

    private string Write(byte[] bytes)
    {
        var file = Path.Combine(_folder, "array.npy");
        File.WriteAllBytes(file, bytes);
        return file;
    }

    private string Refusal(byte[] bytes) => Should.Throw<InvalidDataException>(() => NumpyFile.Read(Write(bytes))).Message;
}
