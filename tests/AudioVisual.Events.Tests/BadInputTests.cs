using PluginHost.Plugins.AvMoe;
using PluginHost.Plugins.Events;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>What cannot be learned from ends in one finding that names the sample or the option.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void A_router_without_an_expert_is_refused_and_plain_encoders_are_the_way_out()
    {
        var options = new AvMoeOptions { CrossModal = 0, Unimodal = 0 };
        var finding = options.Check().ShouldHaveSingleItem();
        (finding.Code, finding.Where).ShouldBe(("AM0001", "crossModal"));
        finding.Fix!.ShouldContain("adapters to false");
        options.Adapters = false;
        options.Check().ShouldBeEmpty();
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named()
    {
        new AvMoeOptions { Vision = new() { Heads = [2] } }.Check().ShouldHaveSingleItem().Where.ShouldBe("vision.heads");
        new AvMoeOptions { Sound = new() { Depths = [2], Heads = [2] } }.Check().ShouldHaveSingleItem().What.ShouldContain("sound has 1 stages and vision 2");
        new AvMoeOptions { Vision = new() { Width = 24 } }.Check().ShouldHaveSingleItem().What.ShouldContain("24 channels do not divide by 8");
        new EventOptions { Deviation = [1, 0, 1] }.Check().ShouldHaveSingleItem().Where.ShouldBe("deviation[1]");
    }

    [Theory]
    [InlineData(SampleKeys.Audio, "has no sound")]
    [InlineData(SampleKeys.Frames, "has no pictures")]
    public void A_sample_without_a_modality_is_named(string key, string what)
    {
        var finding = Refused(new() { Change = (_, tensors) => tensors.Remove(key) });
        finding.Code.ShouldBe("EV0101");
        finding.What.ShouldBe($"Sample 'Train-0-0' {what}.");
    }

    [Fact]
    public void Labels_beyond_the_clip_are_named_with_their_number()
    {
        var finding = Refused(new() { Change = (_, tensors) => tensors[AudioVisualKeys.Events] = zeros(7, 4) });
        finding.Code.ShouldBe("EV0104");
        finding.What.ShouldBe("Sample 'Train-0-0' labels 7 segments in 'events', beyond the clip's 4.");
        Refused(new() { Change = (_, tensors) => tensors[AudioVisualKeys.Events] = zeros(2, 4) }).What.ShouldContain("labels 2 segments in 'events' of the clip's 4");
        Refused(new() { Change = (_, tensors) => tensors[AudioVisualKeys.Events] = zeros(4, 3) }).Expected!.ShouldContain("(segments, 4)");
    }

    [Fact]
    public void A_clip_that_is_shorter_than_its_segments_is_named()
    {
        Refused(new() { Change = (_, tensors) => tensors[SampleKeys.Audio] = tensors[SampleKeys.Audio].narrow(0, 0, 2000).clone() })
            .What.ShouldBe("Sample 'Train-0-0' has 0.25 seconds of sound.");
        Refused(new() { Change = (_, tensors) => tensors[SampleKeys.Frames] = tensors[SampleKeys.Frames].narrow(0, 0, 2).clone() })
            .What.ShouldBe("Sample 'Train-0-0' has 2 pictures.");
    }

    [Fact]
    public void A_question_that_is_missing_and_a_mask_too_few_are_named()
    {
        Refused(new(), EventTaskKind.Answers).Code.ShouldBe("EV0106");
        Refused(new() { Texts = _ => new(StringComparer.Ordinal) { [AudioVisualKeys.Question] = "Which?", [AudioVisualKeys.Answer] = "flute" } }, EventTaskKind.Answers)
            .What.ShouldBe("Sample 'Train-0-0' has the answer 'flute' and the label of 'class 0'.");
        Refused(new() { Change = (_, tensors) => tensors[AudioVisualKeys.Masks] = zeros(3, 1, 8, 8) }, EventTaskKind.Segmentation).Code.ShouldBe("EV0105");
    }

    [Fact]
    public void A_spectrogram_that_cannot_be_made_names_its_option()
    {
        var options = EventJob.Questions(EventTaskKind.Localisation);
        options.Transform = 4096;
        Should.Throw<JobException>(() => new Scene(options)).Findings.ShouldHaveSingleItem().Where.ShouldBe("task.options.transform");
        options.Transform = 16;
        Should.Throw<JobException>(() => new Scene(options)).Findings.ShouldHaveSingleItem().Where.ShouldBe("task.options.bands");
    }

    [Fact]
    public void A_task_of_masks_is_refused_by_the_component_without_masks()
    {
        using var scene = new Scene(EventJob.Questions(EventTaskKind.Segmentation));
        var finding = Should.Throw<JobException>(() => scene.Build(EventJob.Network())).Findings.ShouldHaveSingleItem();
        finding.Code.ShouldBe("AM0101");
        finding.What.ShouldContain("masks");
    }

    private static Finding Refused(ToyClips clips, EventTaskKind kind = EventTaskKind.Localisation)
    {
        var task = new EventTask(EventJob.Questions(kind));
        using var source = new SampleStore(clips, clips.Info.Classes, null, 1L << 30, task);
        return Should.Throw<JobException>(() => source.Get(clips.Samples(Split.Train)[0])).Findings.ShouldHaveSingleItem();
    }
}
