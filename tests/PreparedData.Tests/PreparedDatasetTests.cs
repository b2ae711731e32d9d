using PluginHost.Plugins.DatasetPrepared;
using PluginHost.Plugins.FeaturesPixels;

namespace PluginHost.PreparedData.Tests;

public sealed class PreparedDatasetTests : IDisposable
{
    private static readonly PixelExtractor s_pixels = new(new());
    private readonly Store _store = new();
    private readonly Run _run;

    public PreparedDatasetTests() => _run = new(_store.Folder);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task It_gives_what_the_original_gave()
    {
        _store.Written();
        using var dataset = Dataset();
        await dataset.PrepareAsync(CancellationToken.None);
        dataset.Info.Name.ShouldBe(Store.Info.Name);
        dataset.Samples(Split.Test).ShouldBe(Store.Samples.Where(sample => sample.Split == Split.Test));
        using var sample = dataset.Load(Store.Samples[2]);
        using var given = Store.Make(Store.Samples[2]);
        sample[SampleKeys.Audio].bytes.SequenceEqual(given[SampleKeys.Audio].bytes).ShouldBeTrue();
        _run.Events.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_file_is_told_at_the_option()
    {
        var finding = (await Should.ThrowAsync<JobException>(() => Dataset().PrepareAsync(CancellationToken.None))).Findings[0];
        (finding.Code, finding.Where).ShouldBe(("STO0001", "dataset.options.file"));
    }

    [Fact]
    public async Task Faulty_samples_are_announced_once()
    {
        _store.Write(0, 1, 2, 3, 4, 5, 6);
        using (var writer = _store.Open())
        {
            writer.MarkFaulty(7, [new Finding { Code = "X1", What = "cut short" }]);
            writer.Complete();
        }

        using var dataset = Dataset();
        await dataset.PrepareAsync(CancellationToken.None);
        _run.Events.OfType<MessageReported>().ShouldHaveSingleItem().Text.ShouldContain("1 samples could not be used");
        Should.Throw<JobException>(() => dataset.Load(Store.Samples[7])).Findings[0].Code.ShouldBe("X1");
    }

    [Fact]
    public async Task Features_of_the_jobs_extractor_are_taken_and_those_of_another_are_a_finding()
    {
        Extracted(s_pixels);
        await Dataset(new PixelExtractor(new())).PrepareAsync(CancellationToken.None);
        await Dataset().PrepareAsync(CancellationToken.None);

        var finding = (await Should.ThrowAsync<JobException>(() => Dataset(new Scaled(1.01)).PrepareAsync(CancellationToken.None))).Findings[0];
        (finding.Code, finding.Where).ShouldBe(("PRE0001", "dataset.options.file"));
        finding.What.ShouldContain("gives other numbers for 'objects'");
        // What another processor's rounding does.
        await Dataset(new Scaled(1 + 1e-6)).PrepareAsync(CancellationToken.None);
        (await Should.ThrowAsync<JobException>(() => Dataset(new Scaled(double.NaN)).PrepareAsync(CancellationToken.None))).Findings[0].Code.ShouldBe("PRE0001");
    }

    private void Extracted(IFeatureExtractor extractor)
    {
        _store.Written();
        using var writer = _store.Open();
        writer.SetExtractor(new("'pixels'", extractor.Produces, [3, 3, 8, 8]), ExtractorProbe.Describe(extractor, [3, 3, 8, 8], Store.Info.FrameRate));
        writer.Complete();
    }

    private PreparedDataset Dataset(IFeatureExtractor? features = null) => new(new() { File = Path.GetFileName(_store.File) }, _run, _run, features);

    private sealed class Run(string folder) : IRunContext, IRunEvents
    {
        public List<RunEvent> Events { get; } = [];

        public string Name => "run";

        public string Directory => folder;

        public string JobDirectory => folder;

        public string Device => "cpu";

        public int Threads => 1;

        public long Seed => 1;

        public bool Resume => false;

        public bool ShowProgress => false;

        public string ResolvePath(string path) => Path.Combine(folder, path);

        public void Publish(RunEvent runEvent) => Events.Add(runEvent);
    }

    /// <summary>The pixel extractor with its object vectors times a factor: other weights.</summary>
    private sealed class Scaled(double factor) : IFeatureExtractor
    {
        public IReadOnlyList<string> Produces => s_pixels.Produces;

        public IReadOnlyDictionary<string, Tensor> Extract(Tensor frames, double frameRate) => s_pixels.Extract(frames, frameRate)
            .ToDictionary(pair => pair.Key, pair => pair.Key == SampleKeys.Objects ? pair.Value * factor : pair.Value, StringComparer.Ordinal);
    }
}
