namespace PluginHost.Features.Tests;

/// <summary>The extractor that a run trains from scratch: whether it learns what can be learned, and gives its weights on.</summary>
public sealed class RotationTests(WeightFolder folder) : IClassFixture<WeightFolder>
{
    private static readonly RotationOptions s_small = new() { Width = 4, ImageSize = 32, Samples = 8, FramesPerSample = 4, Steps = 60, BatchSize = 8 };

    [Fact]
    public void Turns_of_pictures_with_an_upside_are_told_and_those_of_noise_are_not()
    {
        using var scope = NewDisposeScope();
        // Bright above, dark below, with noise; and noise alone, where every turn looks alike (one in four is right by chance).
        using var generator = new Generator(3);
        var noise = rand([64, 3, 32, 32], generator: generator);
        var shade = linspace(1, -1, 32).view(1, 1, 32, 1);

        Told(noise + (2 * shade)).ShouldBeGreaterThan(0.95);
        Told(noise).ShouldBeLessThan(0.6);
    }

    [Fact]
    public void Each_picture_is_seen_in_four_turns_and_its_vectors_change_with_them()
    {
        using var scope = NewDisposeScope();
        using var extractor = new RotationExtractor(s_small, folder);
        extractor.Fit([Frames(1), Frames(2)], new RandomSource(1), CancellationToken.None);

        var upright = extractor.Extract(Frames(1), 8)[SampleKeys.Objects];
        var turned = extractor.Extract(Frames(1).rot90(1, (2, 3)).contiguous(), 8)[SampleKeys.Objects];

        upright.shape.ShouldBe([4L, 32L]);
        (upright - turned).abs().max().item<float>().ShouldBeGreaterThan(1e-3f);
        extractor.Extract(Frames(1), 8)[SampleKeys.Motion].shape.ShouldBe([768L, 8L]);
        folder.Events.OfType<MessageReported>().Last(message => message.Severity == FindingSeverity.Warning).Text
            .ShouldContain("trained from scratch: a ResNet-18 of width 4, without labels, on 8 pictures of 2 training samples");
    }

    [Fact]
    public void Weights_are_taken_by_another_extractor_and_by_the_networks_and_those_of_another_width_are_refused()
    {
        using var scope = NewDisposeScope();
        using var fitted = new RotationExtractor(s_small, folder);
        fitted.Fit([Frames(1), Frames(2)], new RandomSource(1), CancellationToken.None);
        var wanted = fitted.Extract(Frames(3), 8)[SampleKeys.Objects];
        var file = Path.Combine(folder.Directory, "fitted.safetensors");
        using (var stream = File.Create(file)) Safetensors.Write(stream, fitted.Weights());

        using var restored = new RotationExtractor(s_small);
        restored.Restore(Safetensors.Read(file));
        using var networks = new NetworksExtractor(new()
        {
            Objects = new() { Network = ObjectNetwork.ResNet18, Weights = file, Sizes = new() { Width = 4, ImageSize = 32 } },
        }, folder, folder);

        (restored.Extract(Frames(3), 8)[SampleKeys.Objects] - wanted).abs().max().item<float>().ShouldBe(0);
        (networks.Extract(Frames(3), 8)[SampleKeys.Objects] - wanted).abs().max().item<float>().ShouldBeLessThan(1e-6f);
        using var wider = new RotationExtractor(new() { Width = 5, ImageSize = 32 });
        var before = wider.Extract(Frames(3), 8)[SampleKeys.Objects];
        Should.Throw<InvalidDataException>(() => wider.Restore(Safetensors.Read(file)));
        (wider.Extract(Frames(3), 8)[SampleKeys.Objects] - before).abs().max().item<float>().ShouldBe(0);
    }

    [Fact]
    public void It_stops_when_it_is_told_to_and_keeps_what_it_had()
    {
        using var scope = NewDisposeScope();
        using var extractor = new RotationExtractor(s_small);
        var before = extractor.Extract(Frames(1), 8)[SampleKeys.Objects];

        Should.Throw<OperationCanceledException>(() => extractor.Fit([Frames(1)], new RandomSource(1), new CancellationToken(canceled: true)));

        (extractor.Extract(Frames(1), 8)[SampleKeys.Objects] - before).abs().max().item<float>().ShouldBe(0);
    }

    private static double Told(Tensor pictures)
    {
        using var network = ResNets.ResNet18(3, 1, ResNetStem.Large, s_small.Width);
        return new RotationTraining(s_small, network, null).Run(pictures, new RandomSource(2), CancellationToken.None);
    }

    private static Tensor Frames(int seed)
    {
        using var generator = new Generator((ulong)seed);
        return randint(0, 256, [4, 3, 40, 32], dtype: ScalarType.Byte, generator: generator);
    }
}
