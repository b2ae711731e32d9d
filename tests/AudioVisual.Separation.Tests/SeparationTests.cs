using PluginHost.Plugins.SiSdr;

namespace PluginHost.AudioVisual.Separation.Tests;

/// <summary>A short training of separation by the shared encoders, from sounds and pictures alone.</summary>
[Collection("libtorch's own generator")]
public sealed class SeparationTests
{
    private const int Rate = 11025;
    private const int Steps = 80;
    private const double Margin = 3;

    // High and low chords of changing pitch; the picture is a bright square at the left or at the right of a noisy picture.
    [Fact]
    public void With_all_losses_on_the_separation_loss_falls_and_estimates_are_better_than_the_mixture()
    {
        using var scope = NewDisposeScope();
        var options = Scenes.Options;
        (options.PictureSize, options.RecognitionWeight) = (16, 1);
        using var model = new OneAvmSeparator(options);
        var task = new SeparationTask(new() { NFft = 254, Hop = 64, Frames = 32, Bins = 32, Crop = CropKind.Inside }, model);
        var clips = new Chords();
        model.Build(new() { Classes = 2, Seed = 3, Inputs = task.Inputs(clips, clips.Info(0, 0)) });
        using var optimizer = optim.Adam(model.Module.parameters(), 0.003);
        var losses = new List<double>();
        for (var step = 0; step < Steps; step++)
        {
            using var inner = NewDisposeScope();
            using var batch = task.Collate([.. Enumerable.Range(0, 6).Select(i => clips.Mix(i % 2, (6 * step) + i))], clips);
            var output = model.Forward(batch, new());
            var separation = task.RowLoss(output, batch).mean();
            losses.Add(separation.ToDouble());
            var total = model.LossTerms(output, batch).Aggregate(separation, (sum, term) => sum + (term.Value * term.Weight));
            optimizer.zero_grad();
            total.backward();
            optimizer.step();
        }

        losses.TakeLast(5).Average().ShouldBeLessThan(0.6 * losses.Take(5).Average());

        model.Module.eval();
        using var grad = no_grad();
        using var test = task.Collate([.. Enumerable.Range(0, 12).Select(i => clips.Mix(i % 2, 10_000 + i))], clips);
        using var prediction = task.Decode(model.Forward(test, new()), test);
        var rows = new SiSdrMetric(new()).Measure(prediction).Select(row => row.ShouldNotBeNull()).ToArray();
        rows.Average(row => row[0]).ShouldBeGreaterThan(rows.Average(row => row[1]) + Margin);
        // What the other heads say stands in the prediction.
        var named = prediction[PredictionKeys.Logits].argmax(1).data<long>().ToArray();
        named.Zip(test.Labels()).Count(pair => pair.First == pair.Second).ShouldBeGreaterThan(20, "of 24");
        prediction[LocalisationKeys.Maps].shape.ShouldBe([24, 1, 4, 4]);
        prediction[AudioVisualKeys.AudioEmbeddings].shape.ShouldBe(prediction[AudioVisualKeys.VideoEmbeddings].shape);
    }

    /// <summary>Makes clips on the fly; any number is a clip.</summary>
    private sealed class Chords : ISampleSource
    {
        private readonly Dictionary<string, Sample> _samples = new(StringComparer.Ordinal);

        public DatasetInfo Dataset { get; } = new() { Name = "chords", Classes = ["low", "high"], AudioRate = Rate, FrameRate = 4 };

        public SampleInfo Info(int label, int number) => new() { Id = $"{label}-{number}", Label = label, Index = number, Split = Split.Train };

        public Draw Mix(int label, int number) =>
            new() { Sources = [new() { Sample = Info(label, number) }, new() { Sample = Info(1 - label, number) }], Training = true };

        public Sample Get(SampleInfo sample)
        {
            if (!_samples.TryGetValue(sample.Id, out var made)) _samples[sample.Id] = made = Make(sample);
            return made;
        }

        private static Sample Make(SampleInfo sample)
        {
            var random = new Random((2 * sample.Index) + sample.Label);
            var lowest = (sample.Label == 0 ? 250 : 1500) * (1 + (0.5 * random.NextDouble()));
            var sound = new float[2 * 2048];
            for (var n = 0; n < sound.Length; n++)
            {
                var time = 2 * Math.PI * n / Rate;
                sound[n] = (float)(0.2 * (Math.Sin(lowest * time) + Math.Sin(1.4 * lowest * time) + (0.1 * (random.NextDouble() - 0.5))));
            }

            var picture = new byte[2 * 16 * 16];
            random.NextBytes(picture);
            for (var pixel = 0; pixel < picture.Length; pixel++)
            {
                var (row, column) = (pixel / 16 % 16, pixel % 16);
                var lit = row is >= 4 and < 12 && (sample.Label == 0 ? column < 8 : column >= 8);
                picture[pixel] = (byte)(lit ? 255 : picture[pixel] / 4);
            }

            return new(sample, new Dictionary<string, Tensor>(StringComparer.Ordinal)
            {
                [SampleKeys.Audio] = tensor(sound), [SampleKeys.Frames] = tensor(picture, [2, 1, 16, 16]),
            });
        }
    }
}
