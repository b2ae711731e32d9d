using PluginHost.Learning;
using PluginHost.Plugins.DatasetSynthetic;
using TorchSharp;

namespace DataSets.Tests.Synthetic;

public sealed class SyntheticDatasetTests
{
    [Fact]
    public async Task The_default_set_lists_eight_classes_in_order_with_ids_of_their_own()
    {
        var set = new SyntheticDataset(new SyntheticOptions());
        await set.PrepareAsync(TestContextToken);
        set.Info.Classes.ShouldBe(["accordion", "clarinet", "drum", "flute", "piano", "tuba", "violin", "xylophone"]);
        (set.Info.AudioRate, set.Info.FrameRate).ShouldBe((11025, 8.0));
        (set.Samples(Split.Train).Count, set.Samples(Split.Validation).Count, set.Samples(Split.Test).Count).ShouldBe((160, 64, 48));
        set.Samples(Split.Train).Select(sample => sample.Label).ShouldBeInOrder();
        var ids = Enum.GetValues<Split>().SelectMany(set.Samples).Select(sample => sample.Id).ToList();
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(ids.Count);
    }

    [Fact]
    public void A_loaded_sample_has_the_promised_shapes_and_types()
    {
        var set = new SyntheticDataset(new SyntheticOptions { Colour = true });
        using var sample = set.Load(set.Samples(Split.Test)[0]);
        sample[SampleKeys.Audio].shape.ShouldBe([39690L]);
        sample[SampleKeys.Frames].shape.ShouldBe([28L, 3L, 32L, 32L]);
        sample[SampleKeys.Frames].dtype.ShouldBe(TorchSharp.torch.ScalarType.Byte);
        sample[SampleKeys.Audio].dtype.ShouldBe(TorchSharp.torch.ScalarType.Float32);
    }

    [Fact]
    public void Any_number_of_classes_can_be_asked_for()
    {
        var set = new SyntheticDataset(new SyntheticOptions { Classes = [], ClassCount = 33, TrainClips = 1 });
        set.Info.Classes.Count.ShouldBe(33);
        using var sample = set.Load(set.Samples(Split.Train)[32]);
        sample[SampleKeys.Audio].abs().max().ToSingle().ShouldBeGreaterThan(0.05f);
    }

    [Fact]
    public void Wrong_class_names_are_all_reported_with_the_nearest_right_one()
    {
        var findings = new SyntheticOptions { Classes = ["violin", "sacsophone", "violin", "pianno"] }.Check().ToList();
        findings.Select(finding => finding.Where).ShouldBe(["classes[1]", "classes[2]", "classes[3]"]);
        findings[0].Fix!.ShouldContain("saxophone");
        findings[1].What.ShouldContain("twice");
        findings[2].Fix!.ShouldContain("'piano'");
        new SyntheticOptions { Classes = ["piano_2", "drum"] }.Check().ShouldBeEmpty();
    }

    private static CancellationToken TestContextToken => CancellationToken.None;
}
