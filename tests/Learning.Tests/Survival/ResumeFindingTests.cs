namespace PluginHost.Learning.Tests.Survival;

public sealed class ResumeFindingTests
{
    [Fact]
    public async Task Options_that_change_no_number_may_differ()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        var other = Halves.Options();
        (other.LoaderThreads, other.CacheMegabytes, other.LogEverySteps) = (3, 5, 7);
        (other.CheckpointEverySteps, other.CheckpointEverySeconds, other.CheckpointsKept) = (3, 9, 5);
        other.KeepBestWeights = false;
        (other.HangSeconds, other.MemoryLimitMegabytes) = (50, 100_000);

        (await halves.Resume(other: other)).Weights.ShouldBe(await halves.Whole());
    }

    [Fact]
    public async Task Every_other_option_that_differs_is_shown_at_its_full_path_with_both_values()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        var other = Halves.Options();
        other.BatchSize = 4;
        other.Optimizers["sound"].Rate = 0.5;
        other.Schedule.Milestones = [.. Enumerable.Range(1, 60)];

        var findings = await halves.Refused(other: other);

        findings.ShouldAllBe(finding => finding.Code == "CE0301");
        var batch = findings.Single(finding => finding.Where == "engine.options.batchSize");
        batch.What.ShouldBe("The saved state was made with 8, the job now has 4");
        findings.Single(finding => finding.Where == "engine.options.optimizers.sound.rate").What.ShouldContain("with 0.02, the job now has 0.5");
        findings.ShouldContain(finding => finding.Where == "engine.options.schedule.milestones[59]" && finding.What.EndsWith("now has 60", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_number_of_threads_is_a_finding_with_the_way_out_and_can_be_accepted()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);

        var finding = (await halves.Refused(threads: 2)).ShouldHaveSingleItem();
        finding.Code.ShouldBe("CE0303");
        finding.What.ShouldContain("computed with 1 threads, the run now has 2");
        finding.Fix.ShouldNotBeNull().ShouldContain("--threads 1");

        var other = Halves.Options();
        other.AcceptOtherThreads = true;
        (await halves.Resume(threads: 2, other: other)).Weights.Length.ShouldBe((await halves.Whole()).Length);
    }

    [Fact]
    public async Task Samples_that_were_added_removed_or_labelled_anew_are_named()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        var dataset = new ToyDataset
        {
            Change = samples =>
            [
                .. samples.Where(sample => sample.Id != "Train-1-3")
                    .Select(sample => sample.Id == "Train-2-5" ? sample with { Label = 3 } : sample),
                .. samples.Take(1).Where(sample => sample.Split == Split.Train).Select(sample => sample with { Id = "late arrival" }),
            ],
        };

        var findings = await halves.Refused(dataset);

        findings.ShouldAllBe(finding => finding.Code == "CE0304");
        findings.Select(finding => finding.What.Split(": ")[1]).ShouldBe(
            ["1 added (late arrival)", "1 removed (Train-1-3)", "1 labelled or placed otherwise (Train-2-5)"]);
    }

    [Fact]
    public async Task Samples_whose_content_was_replaced_are_named_at_once()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        var dataset = new ToyDataset { Gain = sample => sample.Id is "Train-0-1" or "Train-2-2" ? 1.0001 : 1 };

        var finding = (await halves.Refused(dataset)).ShouldHaveSingleItem();

        finding.Code.ShouldBe("CE0305");
        finding.What.ShouldContain("2 changed (Train-0-1, Train-2-2)");
    }

    [Fact]
    public async Task A_sample_that_cannot_be_read_any_more_is_named_as_one()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        var dataset = new ToyDataset { Gain = sample => sample.Id == "Train-2-2" ? throw new IOException("the clip is gone") : 1 };

        var finding = (await halves.Refused(dataset)).ShouldHaveSingleItem();

        (finding.Code, finding.Where).ShouldBe(("CE0111", "sample Train-2-2"));
        finding.What.ShouldContain("the clip is gone");
    }

    [Fact]
    public async Task Without_the_look_at_all_samples_a_replaced_one_is_named_when_it_is_used()
    {
        using var halves = new Halves();
        await halves.Stop(experience: 1, step: 6);
        var dataset = new ToyDataset { Gain = sample => sample.Id == "Train-2-2" ? 1.0001 : 1 };
        var other = Halves.Options();
        other.CheckSamplesOnResume = false;

        (await halves.Refused(dataset, other: other)).ShouldHaveSingleItem().What.ShouldContain("Train-2-2");
    }
}
