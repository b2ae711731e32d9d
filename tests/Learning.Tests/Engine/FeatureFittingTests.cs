using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.FineTuning;
using PluginHost.Training;

namespace PluginHost.Learning.Tests.Engine;

/// <summary>An extractor that learns sees pictures of the first experience alone, whatever order the stream has, and takes again what it learned.</summary>
public sealed class FeatureFittingTests
{
    private static readonly string[] s_backwards = ["class5", "class4", "class3", "class2", "class1", "class0"];

    [Fact]
    public async Task It_learns_from_the_first_experiences_own_pictures_and_once()
    {
        using var run = new ToyRun();
        var extractor = new Learner();
        using (var job = Job(run, extractor, new Pictured())) await job.Run();

        extractor.Seen.Distinct().Order().ShouldBe([4, 5]);
        extractor.Fits.ShouldBe(1);

        // A run of the same folder takes what was learned there.
        using var again = new ToyRun(resume: true, directory: run.Directory);
        var later = new Learner();
        using (var job = Job(again, later, new Pictured())) await job.Run();
        (later.Fits, later.Weight).ShouldBe((0, 9f));
    }

    [Fact]
    public async Task Where_no_picture_can_be_read_the_data_sets_reason_is_told()
    {
        using var run = new ToyRun();
        using var job = Job(run, new Learner(), new Pictured { Broken = true });

        var findings = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings;

        findings.Select(finding => finding.Code).ShouldBe(["TOY9", "CE0116"]);
    }

    private static ToyJob Job(ToyRun run, IFeatureExtractor extractor, IDataset data) => new(run, new FineTuningStrategy(new()), ToyJob.Options(4, 4))
    {
        OwnDataset = data,
        Features = extractor,
        Benchmark = new ClassIncremental(new() { ClassOrder = s_backwards, ClassesPerExperience = 2 }),
    };

    /// <summary>The toy data set with pictures that show their class by brightness; it loads what its own list says of a sample.</summary>
    private sealed class Pictured : IDataset
    {
        private readonly ToyDataset _inner = new();

        public bool Broken { get; init; }

        public DatasetInfo Info => _inner.Info;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) => _inner.Samples(split);

        public Sample Load(SampleInfo sample)
        {
            if (Broken) throw new JobException(new Finding { Code = "TOY9", Where = $"sample {sample.Id}", What = "It is broken" });
            var loaded = _inner.Load(sample);
            return new(sample, new Dictionary<string, Tensor>(loaded.Tensors, StringComparer.Ordinal)
            {
                [SampleKeys.Frames] = full([1, 1, 2, 2], sample.Label, dtype: ScalarType.Byte),
            });
        }
    }

    private sealed class Learner : IFittedFeatures
    {
        public List<int> Seen { get; } = [];

        public int Fits { get; private set; }

        public float Weight { get; private set; }

        public int FitSamples => 100;

        public IReadOnlyList<string> Produces => [SampleKeys.Objects];

        public void Fit(IReadOnlyList<Tensor> frames, RandomSource random, CancellationToken cancellationToken)
        {
            Fits++;
            Seen.AddRange(frames.Select(picture => (int)picture.max().item<byte>()));
            Weight = 9;
        }

        public IReadOnlyDictionary<string, Tensor> Weights() => new Dictionary<string, Tensor> { ["weight"] = tensor(Weight) };

        public void Restore(IReadOnlyDictionary<string, Tensor> weights) => Weight = weights["weight"].item<float>();

        public IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate) =>
            new Dictionary<string, Tensor> { [SampleKeys.Objects] = ones(frames.shape[0], 3) };
    }
}
