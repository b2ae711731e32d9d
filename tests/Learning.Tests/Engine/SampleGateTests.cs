using System.Runtime.Loader;
using PluginHost.Training;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>A third party's samples, each wrong in one way, where they enter a job.</summary>
public sealed class SampleGateTests
{
    private static readonly SampleInfo s_sample = new() { Id = "take-7", Label = 0, Split = Split.Train };

    public static TheoryData<string, string, string> Tensors => new()
    {
        { "sound as 16-bit numbers", "'audio' is int16 (100)", "float32 (samples) within [-1, 1]" },
        { "sound with a channel dimension", "'audio' is float32 (2, 100)", "float32 (samples) within [-1, 1]" },
        { "sound in the range of 16 bits", "'audio' reaches 32767", "float32 (samples) within [-1, 1]" },
        { "sound that overshoots", "'audio' reaches 1.25", "float32 (samples) within [-1, 1]" },
        { "sound that is not finite", "'audio' has 1 values of 100 that are infinite or not a number", "finite numbers" },
        { "no sound", "'audio' is empty: float32 (0)", "float32 (samples) within [-1, 1]" },
        { "pictures as fractions", "'frames' is float32 (3, 1, 8, 8)", "uint8 (frames, channels, height, width) with 1 or 3 channels" },
        { "pictures with channels last", "'frames' is uint8 (3, 8, 8, 3)", "uint8 (frames, channels, height, width) with 1 or 3 channels" },
        { "pictures with alpha", "'frames' is uint8 (3, 4, 8, 8)", "uint8 (frames, channels, height, width) with 1 or 3 channels" },
        { "one object vector", "'objects' is float32 (16)", "float32 (frames, size)" },
        { "motion in double precision", "'motion' is float64 (4, 2)", "float32 (size, steps)" },
        { "an image without channels", "'image' is float32 (8, 8)", "float32 (channels, height, width)" },
        { "features in rows", "'features' is float32 (1, 5)", "float32 (size)" },
        { "a mask with channels", "'mask' is float32 (3, 8, 8)", "float32 (1, height, width)" },
        { "a tensor of its own that is not finite", "'depth' has 2 values of 2 that are infinite or not a number", "finite numbers" },
        { "a disposed tensor", "'depth' was disposed", "a tensor with values" },
    };

    [Theory]
    [MemberData(nameof(Tensors))]
    public void A_tensor_that_is_not_what_its_name_promises_is_named_with_plugin_and_sample(string case_, string found, string expected)
    {
        var finding = Refused(new Foreign(sample => new(sample, Wrong(case_)))).ShouldHaveSingleItem();
        finding.Code.ShouldBe("CE0112");
        finding.Where.ShouldBe("sample take-7");
        finding.What.ShouldBe($"The data set 'foreign' of plugin 'Learning.Tests' gave sample 'take-7' whose {found}.");
        finding.Expected.ShouldBe(expected);
    }

    [Fact]
    public void The_advice_for_sound_in_the_range_of_16_bits_is_to_divide()
    {
        Refused(new Foreign(sample => new(sample, Wrong("sound in the range of 16 bits"))))[0].Fix.ShouldNotBeNull().ShouldContain("divide them by 32768");
    }

    [Fact]
    public void Tensors_that_keep_their_promise_pass()
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = linspace(-1, 1, 100),
            [SampleKeys.Frames] = zeros([3, 3, 8, 8], dtype: ScalarType.Byte),
            [SampleKeys.Objects] = zeros(3, 16),
            [SampleKeys.Motion] = zeros(4, 2),
            [SampleKeys.Image] = zeros(4, 8, 8),
            [SampleKeys.Features] = zeros(5),
            [SampleKeys.Mask] = zeros(1, 8, 8),
            ["count"] = tensor(3L),
        };
        using var sample = new SampleGate(new Foreign(info => new(info, tensors)), null, null).Load(s_sample, Foreign.Facts);
        sample.Tensors.Count.ShouldBe(8);
    }

    [Fact]
    public void Every_fault_of_a_sample_is_reported_at_once()
    {
        Refused(new Foreign(sample => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = zeros(2, 100), [SampleKeys.Image] = zeros(8, 8),
        }))).Count.ShouldBe(2);
    }

    [Fact]
    public void Null_in_place_of_a_sample_is_a_finding()
    {
        var finding = Refused(new Foreign(_ => null!)).ShouldHaveSingleItem();
        finding.What.ShouldBe("The data set 'foreign' of plugin 'Learning.Tests' gave no sample for 'take-7': null.");
    }

    [Fact]
    public void What_Load_throws_is_told_with_plugin_and_sample_and_without_the_exceptions_type()
    {
        var finding = Refused(new Foreign(_ => throw new IndexOutOfRangeException("row 12 is beyond the table"))).ShouldHaveSingleItem();
        finding.What.ShouldBe(
            "The data set 'foreign' of plugin 'Learning.Tests' could not load sample 'take-7': row 12 is beyond the table.");
        finding.ToString().ShouldNotContain("Exception");
    }

    [Fact]
    public void A_data_sets_own_finding_is_kept_and_gets_the_sample()
    {
        var own = new Finding { Code = "MY1", What = "the file is cut short" };
        var finding = Refused(new Foreign(_ => throw new JobException(own))).ShouldHaveSingleItem();
        (finding.Code, finding.Where, finding.What).ShouldBe(("MY1", "sample take-7", "Sample 'take-7': the file is cut short"));
    }

    [Fact]
    public void A_plugin_is_named_with_id_and_version_as_its_manifest_has_them()
    {
        using var folder = new ToyRun();
        var own = typeof(SampleGateTests).Assembly.Location;
        var copy = Path.Combine(folder.Directory, Path.GetFileName(own));
        File.Copy(own, copy);
        File.WriteAllText(Path.Combine(folder.Directory, "plugin.json"), """{ "id": "third.party", "version": "1.2.0" }""");
        var context = new AssemblyLoadContext("third party", isCollectible: true);
        var type = context.LoadFromAssemblyPath(copy).GetType(typeof(ThirdParty).FullName!, throwOnError: true)!;
        var dataset = (IDataset)Activator.CreateInstance(type, nonPublic: true)!;

        var finding = Should.Throw<JobException>(() => new SampleGate(dataset, null, null).Load(s_sample, dataset.Info)).Findings.ShouldHaveSingleItem();

        finding.What.ShouldBe("The data set 'theirs' of plugin 'third.party 1.2.0' could not load sample 'take-7': not today.");
        context.Unload();
    }

    [Fact]
    public void A_size_that_all_samples_share_is_held_to_the_first_sample()
    {
        var second = s_sample with { Id = "take-8" };
        var data = new Foreign(
            sample => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SampleKeys.Image] = zeros(sample.Id == "take-8" ? 3 : 1, 8, 8) }),
            s_sample,
            second);
        var gate = new SampleGate(data, null, null);
        gate.Load(s_sample, Foreign.Facts).Dispose();
        var finding = Should.Throw<JobException>(() => gate.Load(second, Foreign.Facts)).Findings.ShouldHaveSingleItem();
        finding.What.ShouldContain("gave sample 'take-8' with 'image' of float32 (3, 8, 8); sample 'take-7' has 1 in dimension 0");
    }

    [Fact]
    public void A_feature_extractor_is_blamed_for_what_it_adds_or_leaves_out_or_throws()
    {
        var data = new Foreign(sample => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Frames] = zeros([3, 1, 8, 8], dtype: ScalarType.Byte),
        }));
        Finding With(Func<Dictionary<string, Tensor>> extract) => Should.Throw<JobException>(
            () => new SampleGate(data, new Extractor(extract), null).Load(s_sample, Foreign.Facts)).Findings.ShouldHaveSingleItem();
        const string by = "The feature extractor 'extractor' of plugin 'Learning.Tests'";
        With(() => new() { [SampleKeys.Objects] = zeros(16) }).What
            .ShouldBe($"{by} gave sample 'take-7' whose 'objects' is float32 (16).");
        With(() => []).What.ShouldBe($"{by} gave no 'objects' for sample 'take-7'.");
        With(() => throw new ArgumentException("8 pixels are too few")).What
            .ShouldBe($"{by} could not describe sample 'take-7': 8 pixels are too few.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Pictures_that_were_described_stay_for_a_model_that_sees_them_and_go_otherwise(bool keepFrames)
    {
        var data = new Foreign(sample => new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Frames] = ones([3, 1, 8, 8], dtype: ScalarType.Byte),
        }));
        var extractor = new Extractor(() => new() { [SampleKeys.Objects] = zeros(3, 16) });
        using var sample = new SampleGate(data, extractor, null, keepFrames: keepFrames).Load(s_sample, Foreign.Facts);
        sample.Tensors.Keys.ShouldBe(keepFrames ? [SampleKeys.Frames, SampleKeys.Objects] : [SampleKeys.Objects], ignoreOrder: true);
        if (keepFrames) sample[SampleKeys.Frames].sum().item<long>().ShouldBe(3 * 64);
    }

    [Fact]
    public void A_list_with_faults_is_refused_with_all_of_them()
    {
        var data = new Foreign(
            _ => throw new InvalidOperationException(), s_sample, s_sample, s_sample with { Id = "b", Label = 2 }, s_sample with { Id = "c", Split = Split.Test });
        var findings = Should.Throw<JobException>(() => new SampleGate(data, null, null)).Findings;
        findings.Select(finding => finding.What).ShouldBe(
        [
            "The data set 'foreign' of plugin 'Learning.Tests' lists in the split Train the id 'take-7' twice.",
            "The data set 'foreign' of plugin 'Learning.Tests' lists in the split Train 'b' with the labels 2.",
            "The data set 'foreign' of plugin 'Learning.Tests' lists in the split Train 'c', which is of the split Test.",
        ]);
    }

    private static IReadOnlyList<Finding> Refused(IDataset dataset) =>
        Should.Throw<JobException>(() => new SampleGate(dataset, null, null).Load(s_sample, Foreign.Facts)).Findings;

    private static Dictionary<string, Tensor> Wrong(string case_)
    {
        Tensor Spoilt(Tensor good, float value)
        {
            good[0] = value;
            return good;
        }

        var disposed = ones(2);
        disposed.Dispose();
        var (key, wrong) = case_ switch
        {
            "sound as 16-bit numbers" => (SampleKeys.Audio, zeros(100, dtype: ScalarType.Int16)),
            "sound with a channel dimension" => (SampleKeys.Audio, zeros(2, 100)),
            "sound in the range of 16 bits" => (SampleKeys.Audio, linspace(-1, 1, 100) * 32767),
            "sound that overshoots" => (SampleKeys.Audio, linspace(-1, 1.25, 100)),
            "sound that is not finite" => (SampleKeys.Audio, Spoilt(zeros(100), float.NaN)),
            "no sound" => (SampleKeys.Audio, zeros(0)),
            "pictures as fractions" => (SampleKeys.Frames, zeros(3, 1, 8, 8)),
            "pictures with channels last" => (SampleKeys.Frames, zeros([3, 8, 8, 3], dtype: ScalarType.Byte)),
            "pictures with alpha" => (SampleKeys.Frames, zeros([3, 4, 8, 8], dtype: ScalarType.Byte)),
            "one object vector" => (SampleKeys.Objects, zeros(16)),
            "motion in double precision" => (SampleKeys.Motion, zeros(4, 2, dtype: ScalarType.Float64)),
            "an image without channels" => (SampleKeys.Image, zeros(8, 8)),
            "features in rows" => (SampleKeys.Features, zeros(1, 5)),
            "a mask with channels" => (SampleKeys.Mask, zeros(3, 8, 8)),
            "a tensor of its own that is not finite" => ("depth", full([2], double.PositiveInfinity)),
            _ => ("depth", disposed),
        };
        return new(StringComparer.Ordinal) { [key] = wrong };
    }

    [Component("theirs")]
    internal sealed class ThirdParty : IDataset
    {
        public DatasetInfo Info => Foreign.Facts;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => split == Split.Train ? [s_sample] : [];

        public Sample Load(SampleInfo sample) => throw new InvalidOperationException("not today");
    }

    [Component("foreign")]
    private sealed class Foreign(Func<SampleInfo, Sample> load, params SampleInfo[] samples) : IDataset
    {
        public static DatasetInfo Facts { get; } = new() { Name = "foreign", Classes = ["a", "b"], AudioRate = 8000, FrameRate = 4 };

        public DatasetInfo Info => Facts;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => split == Split.Train ? samples.Length == 0 ? [s_sample] : samples : [];

        public Sample Load(SampleInfo sample) => load(sample);
    }

    [Component("extractor")]
    private sealed class Extractor(Func<Dictionary<string, Tensor>> extract) : IFeatureExtractor
    {
        public IReadOnlyList<string> Produces { get; } = [SampleKeys.Objects];

        public IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate) => extract();
    }
}
