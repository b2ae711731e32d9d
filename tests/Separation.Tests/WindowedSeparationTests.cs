using PluginHost.Contracts;
using PluginHost.Media.Sounds;
using PluginHost.Media.Streams;
using PluginHost.Plugins.Separation;
using PluginHost.Plugins.Separation.Mixing;
using PluginHost.Plugins.Separation.Use;
using PluginHost.Spectra;

namespace PluginHost.Separation.Tests;

/// <summary>A sound of any length through windows: a model that lets everything through gives the sound back.</summary>
public sealed class WindowedSeparationTests
{
    private static readonly SeparationOptions s_options = new() { NFft = 64, Hop = 16, Frames = 8, Bins = 16, Warp = WarpKind.Area, Crop = CropKind.Inside };

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(111)]
    [InlineData(112)]
    [InlineData(113)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(1000)]
    [InlineData(5003)]
    public void Everything_that_is_let_through_comes_out_once_and_whole(int length)
    {
        var random = new Random(length);
        var sound = Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() * 1.8) - 0.9)).ToArray();
        var file = Path.Combine(Path.GetTempPath(), $"windows-{Guid.NewGuid():N}.wav");
        SoundFile.Write(file, new Sound(s_options.AudioRate, sound), SoundCoding.Float32);
        try
        {
            using var stream = SoundStream.Open(file, s_options.AudioRate);
            var (mixture, sources) = (new List<float>(), new List<float>());
            Separation().Run(stream, Draw(), [], (heard, parts) =>
            {
                mixture.AddRange(heard);
                sources.AddRange(parts[0]);
            }, CancellationToken.None);
            mixture.ShouldBe(sound);
            sources.Count.ShouldBe(length);
            // Of one window the samples behind the last frame's middle are not brought back.
            var known = length is > 112 and <= 127 ? 112 : length;
            for (var i = 0; i < known; i++) sources[i].ShouldBe(sound[i], 1e-5f);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Draw Draw() => new()
    {
        Training = false, Sources = [new() { Sample = new() { Id = "a", Label = 0, Split = Split.Test } }],
    };

    private static WindowedSeparation Separation()
    {
        var batches = new MixtureBatch(s_options, new Spectrograms(s_options.NFft, s_options.Hop), new AreaWarp(s_options.LinearBins, s_options.Bins));
        return new(s_options, batches, 0, new Open());
    }

    /// <summary>Lets through what the middle of a window has of the mixture: one source, no guide.</summary>
    private sealed class Open : ITrainedModel, IRunEvents
    {
        public DatasetInfo Dataset => new() { Name = "none", Classes = ["a"], AudioRate = s_options.AudioRate };

        public IReadOnlyList<string> ClassNames => ["a"];

        public IReadOnlyList<SampleInfo> Tested => [];

        public ISampleSource Samples => throw new NotSupportedException();

        public IFeatureExtractor? Features => null;

        public IFileReader? Files => null;

        public IRunEvents Events => this;

        public EventPulse Pulse => EventPulse.None;

        public void Publish(RunEvent runEvent)
        {
        }

        public Sample Load(SampleInfo sample) => throw new NotSupportedException();

        public Prediction Predict(Batch batch)
        {
            using var scope = NewDisposeScope();
            var waves = new Spectrograms(s_options.NFft, s_options.Hop).Synthesise(batch[SeparationKeys.Mixture]);
            return new(batch.Draws, new Dictionary<string, Tensor>(StringComparer.Ordinal) { [SeparationKeys.Estimates] = waves });
        }

        public IReadOnlyList<IReadOnlyDictionary<string, double>> Measure(Prediction prediction) => [];
    }
}
