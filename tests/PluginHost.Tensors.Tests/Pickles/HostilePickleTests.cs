using System.IO.Compression;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors.Tests.Pickles;

public sealed class HostilePickleTests : IDisposable
{
    private const string Command = "X\u0005\0\0\0touch\u0085R.";
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly PickleFile _file = new();

    public void Dispose()
    {
        _file.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData("\u0080\u0002cbuiltins\neval\n" + Command, "builtins.eval")]
    [InlineData("\u0080\u0002cos\nsystem\n" + Command, "os.system")]
    [InlineData("\u0080\u0002cposix\nsystem\n" + Command, "posix.system")]
    [InlineData("\u0080\u0002c__builtin__\ngetattr\n.", "__builtin__.getattr")]
    [InlineData("\u0080\u0002ctorch.storage\n_load_from_bytes\n.", "torch.storage._load_from_bytes")]
    [InlineData("\u0080\u0002ctorch\nload\n.", "torch.load")]
    [InlineData("\u0080\u0002ctorch._utils\n_rebuild_tensor_v2.__globals__\n.", "__globals__")]
    [InlineData("\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093" + Command, "os.system")]
    [InlineData("\u0080\u0004\u008c\u0008builtins\u008c\u0004eval\u0093.", "builtins.eval")]
    [InlineData("\u0080\u0002(X\u0005\0\0\0touchios\nsystem\n.", "os.system")]
    [InlineData("\u0080\u0002cos\n\u001b[2Jsystem\n.", "os.?[2Jsystem")]
    public void A_name_that_is_not_allowed_is_refused_and_named(string pickle, string name)
    {
        var error = Refused(pickle);
        error.ShouldContain(name);
        error.ShouldContain("a checkpoint may hold tensors and plain values only");
    }

    [Theory]
    [InlineData("(ccollections\nOrderedDict\no.", "Obj")]
    [InlineData("ccollections\nOrderedDict\n)\u0081.", "NewObj")]
    [InlineData("ccollections\nOrderedDict\n)}\u0092.", "NewObjEx")]
    [InlineData("\u0082\u0001.", "Ext1")]
    [InlineData("P0\n.", "PersId")]
    [InlineData("}}b.", "sets the state")]
    [InlineData("ccollections\nOrderedDict\n}b.", "sets the state")]
    [InlineData("ccollections\nOrderedDict\n)RNb.", "sets the state")]
    [InlineData("X\u0001\0\0\0x)R.", "calls a value that is no function")]
    [InlineData("ctorch\nFloatStorage\n)R.", "calls torch.FloatStorage")]
    [InlineData("ccollections\nOrderedDict\n(]tR.", "with arguments")]
    [InlineData("ccollections\nOrderedDict\n.", "itself where a value is expected")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "other arguments than torch gives")]
    [InlineData("ctorch._utils\n_rebuild_parameter\n(NNNtR.", "other arguments than torch gives")]
    [InlineData("(X\u0007\0\0\0storageNNNNtQ.", "in a way that torch does not use")]
    [InlineData("\u00ff.", "operation 0xff")]
    [InlineData("\u0080\u0009N.", "protocol 9")]
    [InlineData("NN.", "leaves 1 values behind")]
    [InlineData(".", "takes a value where there is none")]
    [InlineData("(.", "takes a value where there is none")]
    [InlineData("t.", "mark that was never set")]
    [InlineData("h\u0007.", "never remembered")]
    [InlineData("NNs.", "takes a value where there is none")]
    [InlineData("N(Ne.", "other than a list")]
    [InlineData("}NNs.", "neither a text nor a number")]
    [InlineData("}](Nu.", "other than a dictionary")]
    [InlineData("X\u0002\0\0\0\u00ff\u00ff.", "no UTF-8")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffabc", "4294967295 more were announced")]
    [InlineData("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", "18446744073709551615 more")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u00ff.", "integer of -1 bytes")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007f.", "integer of 2147483647 bytes")]
    [InlineData("]q\u0000h\u0000a.", "nested more than 64 deep")]
    public void What_makes_more_than_data_or_makes_no_sense_is_refused(string pickle, string reason) =>
        Refused(pickle).ShouldContain(reason);

    [Fact]
    public void Values_that_unfold_without_end_or_fill_the_stack_are_refused()
    {
        var doubling = new StringBuilder("\u0080\u0002]q\u0000");
        for (var i = 1; i < 60; i++)
            doubling.Append("](h").Append((char)(i - 1)).Append('h').Append((char)(i - 1)).Append("eq").Append((char)i);
        doubling.Append("q\u00ff").Append("](h\u00ffe").Append('.');
        Refused(doubling.ToString()).ShouldContain("values");
        Refused(new string('N', 1_000_001) + ".").ShouldContain("stacks more than 1000000 values");
        Refused("c" + new string('a', 10_000)).ShouldContain("line");
    }

    [Theory]
    [InlineData("K\u0004", "K\u0000", "K\u0002K\u0002\u0086", "K\u0002K\u0001\u0086", null)]
    [InlineData("K\u0004", "K\u0001", "K\u0002K\u0002\u0086", "K\u0002K\u0001\u0086", "reaches beyond its storage '0' of 4 elements")]
    [InlineData("K\u0004", "K\u0000", "K\u0005\u0085", "K\u0001\u0085", "reaches beyond")]
    [InlineData("K\u0004", "K\u0000", "K\u0002\u0085", "K\u0004\u0085", "reaches beyond")]
    [InlineData("K\u0004", "J\u00ff\u00ff\u00ff\u00ff", "K\u0002\u0085", "K\u0001\u0085", "offset -1")]
    [InlineData("K\u0004", "K\u0003", "K\u0002\u0085", "J\u00ff\u00ff\u00ff\u00ff\u0085", "strides [-1]")]
    [InlineData("K\u0004", "K\u0000", "J\u00ff\u00ff\u00ff\u00ff\u0085", "K\u0001\u0085", "sizes [-1]")]
    [InlineData("K\u0004", "K\u0000", "K\u0002\u0085", ")", "strides []")]
    [InlineData("K\u0004", "K\u0009", "K\u0000\u0085", "K\u0001\u0085", "reaches beyond")]
    [InlineData("K\u0004", "K\u0000", "N\u0085", "K\u0001\u0085", "no numbers")]
    [InlineData("K\u0004", "K\u0000", "\u008a\u0008\0\0\0\0\0\0\0\u0040\u0085", "K\u0000\u0085", "reaches beyond")]
    [InlineData(
        "K\u0004", "K\u0000", "\u008a\u0008\0\0\0\0\0\0\0\u0040K\u0008\u0086",
        "\u008a\u0008\0\0\0\0\0\0\0\u0040K\u0001\u0086", "beyond")]
    [InlineData("K\u0005", "K\u0000", "K\u0002\u0085", "K\u0001\u0085", "has 16 bytes, and 5 elements of Float32 take 20")]
    [InlineData("K\u0003", "K\u0000", "K\u0002\u0085", "K\u0001\u0085", "has 16 bytes")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ff", "K\u0000", "K\u0002\u0085", "K\u0001\u0085", "-1 elements")]
    [InlineData(
        "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f", "K\u0000", "K\u0002\u0085", "K\u0001\u0085",
        "9223372036854775807 elements")]
    public void A_tensor_lies_within_its_storage_and_a_storage_fits_its_record(
        string count, string offset, string sizes, string strides, string? reason)
    {
        var path = _file.Zip(PickleFile.Latin(PickleFile.OneTensor(count, offset, sizes, strides)), ("x/data/0", new byte[16]));
        if (reason is null) PickledTensors.Read(path)["w"].shape.ShouldBe([2, 2]);
        else Message(path).ShouldContain(reason);
    }

    [Fact]
    public void Damaged_and_foreign_archives_are_refused_with_their_fault()
    {
        var pickle = PickleFile.Latin(PickleFile.OneTensor("K\u0004", "K\u0000", "K\u0002\u0085", "K\u0001\u0085"));
        Message(_file.Zip(pickle)).ShouldContain("no record 'data/0'");
        Message(_file.Zip(pickle, ("x/byteorder", "big"u8.ToArray()))).ShouldContain("not little-endian");
        Message(_file.Zip(pickle, ("x/constants.pkl", []))).ShouldContain("TorchScript");
        Message(_file.Zip(pickle, ("y/data.pkl", pickle))).ShouldContain("2 records named data.pkl");
        Message(_file.Zip(pickle, ("x/data/0", new byte[16]), ("x/data/0", new byte[16]))).ShouldContain("stands twice");
        Message(_file.Pack(CompressionLevel.Optimal, ("x/data.pkl", pickle), ("x/data/0", new byte[1 << 20])))
            .ShouldContain("is compressed");
        Message(_file.Pack(CompressionLevel.NoCompression, ("x/other", pickle))).ShouldContain("without data.pkl");
        Message(_file.Write("not a checkpoint"u8)).ShouldContain("it is text that begins with 'not a checkpoint'");
        var truth = pickle.AsSpan().IndexOf("FloatStorage"u8);
        byte[] boolean = [.. pickle[..truth], .. "BoolStorage"u8, .. pickle[(truth + "FloatStorage".Length)..]];
        Message(_file.Zip(boolean, ("x/data/0", [0, 1, 2, 1]))).ShouldContain("truth values other than 0 and 1");
        PickledTensors.Read(_file.Zip(pickle, ("x/data/0", new byte[16]), ("x/byteorder", "little"u8.ToArray())))["w"].shape.ShouldBe([2]);
        Should.Throw<FileNotFoundException>(() => PickledTensors.Read(PickleFile.Saved("none")));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        foreach (var name in new[] { "module", "checkpoint", "legacy" })
        {
            var whole = File.ReadAllBytes(PickleFile.Saved(name));
            for (var length = 0; length < whole.Length; length += 100) Message(_file.Write(whole.AsSpan(0, length)));
            Message(_file.Write(whole.AsSpan(0, whole.Length - 1)));
        }
    }

    [Fact]
    public void A_pickle_cut_anywhere_is_refused()
    {
        using var zip = ZipFile.OpenRead(PickleFile.Saved("checkpoint"));
        var records = zip.Entries.Where(entry => !entry.FullName.EndsWith("data.pkl", StringComparison.Ordinal))
            .Select(entry => (entry.FullName.Replace("checkpoint/", "x/", StringComparison.Ordinal), Bytes(entry))).ToArray();
        var whole = Bytes(zip.GetEntry("checkpoint/data.pkl")!);
        PickledTensors.Read(_file.Zip(whole, records)).Count.ShouldBe(17);
        for (var length = 0; length < whole.Length; length += 97) Message(_file.Zip(whole[..length], records));
    }

    [Fact]
    public void Changed_bytes_give_tensors_or_a_refusal_and_nothing_else()
    {
        foreach (var name in new[] { "module", "views", "protocol4" })
        {
            var whole = File.ReadAllBytes(PickleFile.Saved(name));
            for (var at = 0; at < whole.Length; at += 3)
            {
                var changed = whole.ToArray();
                changed[at] = (byte)((changed[at] * 7) + 13 + at);
                try
                {
                    foreach (var tensor in PickledTensors.Read(_file.Write(changed)).Values) tensor.Dispose();
                }
                catch (InvalidDataException error)
                {
                    error.Message.ShouldStartWith(_file.Path);
                }
            }
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string Message(string path)
    {
        var error = Should.Throw<InvalidDataException>(() => PickledTensors.Load(path));
        error.Message.ShouldStartWith(path);
        return error.Message;
    }

    private string Refused(string pickle) => Message(_file.Zip(PickleFile.Latin(pickle)));
}
