using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PluginHost.PreparedData.Tests;

public sealed class StoreTests : IDisposable
{
    // Reads a store with nothing but sqlite3, zlib, json and numpy: what the page of the library says.
    private const string Reader = """
        import hashlib, json, sqlite3, sys, zlib, numpy
        db = sqlite3.connect(sys.argv[1])
        out = []
        for place, id, split, labels, texts, seconds in db.execute("SELECT place, id, split, labels, texts, seconds FROM samples WHERE stored ORDER BY place"):
            tensors = {}
            for name, dtype, shape, encoding, data in db.execute("SELECT name, dtype, shape, encoding, data FROM tensors WHERE sample = ?", (place,)):
                raw = zlib.decompress(data) if encoding == "zlib" else data
                array = numpy.frombuffer(raw, dtype).reshape(json.loads(shape))
                tensors[name] = [str(array.dtype), list(array.shape), encoding, hashlib.sha256(array.tobytes()).hexdigest(), float(array.astype("float64").sum())]
            out.append([id, split, json.loads(labels), json.loads(texts), seconds, tensors])
        facts = dict(db.execute("SELECT key, value FROM info"))
        print(json.dumps([out, facts["dataset"], json.loads(facts["classes"]), facts["audioRate"], facts["complete"]]))
        """;

    private readonly Store _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void What_is_stored_comes_back_bit_for_bit_with_all_that_names_it()
    {
        using var database = SampleDatabase.Open(_store.Written().File);

        JsonSerializer.Serialize(database.Info).ShouldBe(JsonSerializer.Serialize(Store.Info));
        foreach (var split in Enum.GetValues<Split>())
        {
            database.Samples(split).ShouldBe(Store.Samples.Where(sample => sample.Split == split));
            foreach (var (found, given) in database.Samples(split).Zip(Store.Samples.Where(sample => sample.Split == split)))
                (found.Domain, found.Group, found.Index, found.Among?.Count).ShouldBe((given.Domain, given.Group, given.Index, given.Among?.Count));
        }

        foreach (var info in Store.Samples)
        {
            using var given = Store.Make(info);
            using var found = database.Load(info);
            found.Texts.ShouldBe(given.Texts);
            found.Tensors.Keys.ShouldBe(given.Tensors.Keys, "in the order of the data set");
            foreach (var (key, tensor) in given.Tensors)
            {
                found[key].dtype.ShouldBe(tensor.dtype);
                found[key].shape.ShouldBe(tensor.shape);
                found[key].bytes.SequenceEqual(tensor.contiguous().bytes).ShouldBeTrue(key);
            }
        }
    }

    [Fact]
    public void Python_reads_the_same_with_its_standard_library_and_numpy()
    {
        var read = JsonNode.Parse(Store.Python(Reader, _store.Written().File))!.AsArray();

        ((string)read[1]!).ShouldBe(Store.Info.Name);
        read[2]!.AsArray().Select(name => (string)name!).ShouldBe(Store.Info.Classes);
        ((string)read[3]!).ShouldBe("8000");
        read[0]!.AsArray().Count.ShouldBe(Store.Samples.Length);
        foreach (var (row, info) in read[0]!.AsArray().Zip(Store.Samples))
        {
            ((string)row![0]!).ShouldBe(info.Id);
            ((string)row[1]!).ShouldBe(info.Split.ToString().ToLowerInvariant());
            row[2]!.AsArray().Select(label => (int)label!).ShouldBe(info.Labels);
            using var given = Store.Make(info);
            ((string)row[3]![SampleKeys.Caption]!).ShouldBe(given.Texts[SampleKeys.Caption]);
            ((double)row[4]!).ShouldBe(given[SampleKeys.Audio].numel() / 8000.0);
            row[5]!.AsObject().Count.ShouldBe(given.Tensors.Count);
            foreach (var (key, tensor) in given.Tensors)
            {
                var found = row[5]![key]!;
                found[1]!.AsArray().Select(side => (long)side!).ShouldBe(tensor.shape);
                ((string)found[3]!).ShouldBe(Convert.ToHexString(SHA256.HashData(tensor.contiguous().bytes)), StringCompareShould.IgnoreCase);
                ((double)found[4]!).ShouldBe(tensor.to_type(ScalarType.Float64).sum().item<double>(), 1e-9);
            }

            ((string)row[5]![SampleKeys.Frames]![2]!).ShouldBe("zlib", "one colour packs well");
            ((string)row[5]!["noise"]![2]!).ShouldBe("raw", "noise does not");
        }
    }

    [Fact]
    public void A_store_that_was_stopped_goes_on_and_holds_what_one_does_that_was_not()
    {
        _store.Write(0, 3, 4);
        Should.Throw<JobException>(() => SampleDatabase.Open(_store.File)).Findings[0].ToString().ShouldContain("it holds 3 of 8 samples so far");
        using (var writer = _store.Open()) writer.Missing.ShouldBe([1, 2, 5, 6, 7]);
        _store.Write(1, 2, 5, 6, 7);

        using var other = new Store();
        Content(_store).ShouldBe(Content(other.Written()));

        static string Content(Store store) => Store.Python(
            "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(\"SELECT value FROM info WHERE key = 'content'\").fetchone()[0])", store.File);
    }

    [Fact]
    public void Faulty_samples_are_listed_and_give_their_findings_again_and_a_mended_one_takes_its_place()
    {
        _store.Write(0, 1, 2, 3, 4, 5, 6);
        var finding = new Finding { Code = "X1", Where = "sample 7", What = "the file is \"cut\" short", Expected = "a whole one", Fix = "Fetch it." };
        using (var writer = _store.Open())
        {
            writer.MarkFaulty(7, [finding]);
            writer.Complete();
        }

        using (var database = SampleDatabase.Open(_store.File))
        {
            database.Faulty.ShouldBe(1);
            database.Samples(Store.Samples[7].Split).ShouldContain(Store.Samples[7]);
            Should.Throw<JobException>(() => database.Load(Store.Samples[7])).Findings.ShouldBe([finding]);
        }

        _store.Write(7);
        using var mended = SampleDatabase.Open(_store.File);
        mended.Faulty.ShouldBe(0);
        mended.Load(Store.Samples[7]).Dispose();
    }

    [Fact]
    public void Two_processes_cannot_write_one_store_and_the_second_is_told()
    {
        using var first = _store.Open();
        foreach (var restart in (bool[])[false, true])
            Should.Throw<JobException>(() => _store.Open(restart)).Findings[0].Code.ShouldBe("STO0006");
    }

    [Fact]
    public void Another_job_and_other_samples_are_told_apart_and_restart_begins_anew()
    {
        _store.Write(0);
        var other = Store.Basis.DeepClone().AsObject();
        other["dataset"]!["options"]!["rate"] = 16000;
        var finding = Should.Throw<JobException>(() => _store.Open(basis: other)).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Where).ShouldBe(("STO0007", "dataset.options.rate"));
        finding.What.ShouldContain("8000");
        finding.What.ShouldContain("16000");
        Should.Throw<JobException>(() => _store.Open(samples: Store.Samples[..5])).Findings[0].What.ShouldContain("5 samples, and 8 when");
        SampleInfo[] relabelled = [Store.Samples[0] with { Labels = [1] }, .. Store.Samples[1..]];
        Should.Throw<JobException>(() => _store.Open(samples: relabelled)).Findings[0].Code.ShouldBe("STO0008");
        using var anew = _store.Open(restart: true, basis: other);
        anew.Missing.Count.ShouldBe(8);
    }

    [Fact]
    public void A_sample_that_holds_something_else_by_now_is_noticed()
    {
        _store.Write(0);
        using var writer = _store.Open();
        using var same = Store.Make(Store.Samples[0]);
        using var changed = Store.Make(Store.Samples[0], seed: 1);
        writer.Holds(0, StoredSample.Of(same, Store.Info)).ShouldBeTrue();
        writer.Holds(0, StoredSample.Of(changed, Store.Info)).ShouldBeFalse();
    }

    [Fact]
    public void Reading_writes_nothing_and_goes_on_from_many_threads_at_once()
    {
        _store.Written();
        File.SetAttributes(_store.File, FileAttributes.ReadOnly);
        var before = SHA256.HashData(File.ReadAllBytes(_store.File));
        using var one = SampleDatabase.Open(_store.File);
        using var two = SampleDatabase.Open(_store.File);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var sample = (i % 2 == 0 ? one : two).Load(Store.Samples[i % 8]);
            using var given = Store.Make(Store.Samples[i % 8]);
            sample[SampleKeys.Audio].bytes.SequenceEqual(given[SampleKeys.Audio].bytes).ShouldBeTrue();
        });
        Directory.GetFiles(_store.Folder).ShouldHaveSingleItem();
        SHA256.HashData(File.ReadAllBytes(_store.File)).ShouldBe(before);
    }

    [Fact]
    public void A_type_that_numpy_has_no_name_for_is_refused()
    {
        using var sample = new Sample(Store.Samples[0], new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["brain"] = ones(2, ScalarType.BFloat16) });
        Should.Throw<JobException>(() => StoredSample.Of(sample, Store.Info)).Findings[0].Code.ShouldBe("STO0009");
    }
}
