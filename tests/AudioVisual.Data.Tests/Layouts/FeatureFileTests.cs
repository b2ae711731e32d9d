using PluginHost.Plugins.DatasetAudioVisual.Layouts;
using PluginHost.Tensors;
using static TorchSharp.torch;

namespace AudioVisual.Data.Tests.Layouts;

/// <summary>Object and motion vectors that were computed before, in files of numpy and safetensors.</summary>
public sealed class FeatureFileTests : IDisposable
{
    private readonly RunStandIn _run = new();

    public FeatureFileTests()
    {
        foreach (var id in (string[])["1", "2", "-x y"]) Files.Tone(Here($"audio/a/{id}.wav"), 500, 3);
        foreach (var id in (string[])["2", "-x y"]) Whole(id);
    }

    [Theory]
    [InlineData("<f4", false)]
    [InlineData("<f8", false)]
    [InlineData(">f4", false)]
    [InlineData("<f4", true)]
    [InlineData(">f4", true)]
    public void Come_from_an_archive_whatever_its_type_and_order(string type, bool fortran)
    {
        Numpy.Archive(Here("features/a/1.npz"), ("objects", Numpy.Array([2, 512], type, fortran)), ("motion", Numpy.Array([768, 8], type, fortran)));
        var set = Set();
        using var sample = set.Load(set.ById("a/1"));
        sample.Tensors.Keys.Order(StringComparer.Ordinal).ShouldBe([SampleKeys.Audio, SampleKeys.Motion, SampleKeys.Objects]);
        // Three seconds of one frame a second; the last row is repeated.
        sample[SampleKeys.Objects].shape.ShouldBe([3L, 512]);
        sample[SampleKeys.Objects].dtype.ShouldBe(ScalarType.Float32);
        sample[SampleKeys.Objects].data<float>().ToArray().ShouldBe([.. Row(0), .. Row(1), .. Row(1)]);
        sample[SampleKeys.Motion].shape.ShouldBe([768L, 8]);
        sample[SampleKeys.Motion].data<float>().ToArray().ShouldBe([.. Enumerable.Range(0, 768 * 8).Select(i => 0.01f * i)]);
        PluginHost.Learning.SampleRules.Check(sample.Tensors).ShouldBeEmpty();

        static IEnumerable<float> Row(int row) => Enumerable.Range(512 * row, 512).Select(i => 0.01f * i);
    }

    [Fact]
    public void Come_from_arrays_in_files_of_their_own_or_from_safetensors()
    {
        Numpy.Put(Here("features/a/1.npy"), Numpy.Array([3, 512]));
        Numpy.Put(Here("features/a/1.motion.npy"), Numpy.Array([768, 1]));
        Directory.CreateDirectory(Here("features/a"));
        File.Delete(Here("features/a/2.npz"));
        using (var objects = arange(4 * 512, ScalarType.Float16).reshape(4, 512))
            Safetensors.Write(Here("features/a/2.safetensors"), new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["objects"] = objects });
        var set = Set();
        using var arrays = set.Load(set.ById("a/1"));
        (arrays[SampleKeys.Objects].shape[0], arrays[SampleKeys.Motion].shape[1]).ShouldBe((3, 1));
        using var one = set.Load(set.ById("a/2"));
        one.Tensors.ContainsKey(SampleKeys.Motion).ShouldBeFalse();
        one[SampleKeys.Objects][1, 1].item<float>().ShouldBe(513f);
    }

    [Fact]
    public void A_sample_without_a_file_is_told_and_left_out()
    {
        Set().All().Select(sample => sample.Id).Order(StringComparer.Ordinal).ShouldBe(["a/-x y", "a/2"]);
        _run.Messages(FindingSeverity.Warning).ShouldBe([
            $"folder: 'a/1' has no features: there is no '{Path.Combine("features", "a/1")}.npz', .safetensors or .npy; it is left out."]);
        var none = Files.Finding(() => Set(options => options.Features = "vectors"));
        (none.Code, none.Where).ShouldBe(("DS0010", "features"));
    }

    [Fact]
    public void Other_shapes_types_and_contents_are_findings_with_the_file_and_the_rest_goes_on()
    {
        var file = Here("features/a/1.npz");
        foreach (var (name, array, what) in ((string, byte[], string)[])
        [
            ("objects", Numpy.Array([3, 768]), "has objects of float32 (3, 768)"),
            ("objects", Numpy.Array([512]), "has objects of float32 (512)"),
            ("objects", Numpy.Array([3, 512], "<i4"), "has objects of int32 (3, 512)"),
            ("motion", Numpy.Array([8, 768]), "has motion of float32 (8, 768)"),
            ("clip", Numpy.Array([3, 512]), "has the arrays 'clip'"),
            ("objects", Numpy.Dictionary(("a", [])), "its elements are Python objects"),
            ("objects", Numpy.Array([3, 512])[..200], "it was cut short"),
        ])
        {
            Numpy.Archive(file, (name, array));
            var set = Set();
            var finding = Files.Finding(() => set.Load(set.ById("a/1")).Dispose());
            finding.Code.ShouldBe("AVD0025");
            finding.What.ShouldContain(what);
            finding.What.ShouldContain(file);
            set.Load(set.ById("a/2")).Dispose();
        }

        Numpy.Put(file, "PK"u8.ToArray());
        var broken = Set();
        Files.Finding(() => broken.Load(broken.ById("a/1")).Dispose()).Code.ShouldBe("AVD0025");
        Numpy.Archive(file, ("objects", Numpy.Array([3, 512])));
        Numpy.Put(Here("features/a/1.npy"), Numpy.Array([3, 512]));
        var twice = Set();
        Files.Finding(() => twice.Load(twice.ById("a/1")).Dispose()).What.ShouldContain("another file of the sample has too");
        Set(options => options.ObjectSize = 16).All().Length.ShouldBe(3);
    }

    public void Dispose() => _run.Dispose();

    private void Whole(string id) =>
        Numpy.Archive(Here($"features/a/{id}.npz"), ("objects", Numpy.Array([3, 512])), ("motion", Numpy.Array([768, 8])));

    private FolderDataset Set(Action<FolderOptions>? change = null)
    {
        var options = new FolderOptions { Folder = Here(""), Rate = 8000, Seconds = 3, Pictures = false, Features = "features" };
        change?.Invoke(options);
        return new FolderDataset(options, _run, _run).Prepared();
    }

    private string Here(string name) => Path.Combine(_run.JobDirectory, "own clips", name);
}
