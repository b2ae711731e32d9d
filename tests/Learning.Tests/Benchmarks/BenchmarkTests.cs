using PluginHost.Plugins.Benchmarks;

namespace PluginHost.Learning.Tests.Benchmarks;

/// <summary>Streams over a data set of ten classes with eight training samples each.</summary>
public sealed class BenchmarkTests
{
    private static readonly RandomSource s_random = new(11);
    private readonly ToyDataset _dataset = new(classes: 10);

    [Fact]
    public void Classes_arrive_in_groups_and_are_counted_in_the_order_of_arrival()
    {
        var options = new ClassIncrementalOptions { FirstClasses = 4, ClassesPerExperience = 3, ClassOrder = ["class9", "class1", "class5", "class0", "class2"] };
        var stream = new ClassIncremental(options).Build(_dataset, s_random);
        stream.ClassNames.ShouldBe(["class9", "class1", "class5", "class0", "class2"]);
        stream.Experiences.Select(each => string.Join(' ', each.NewClasses)).ShouldBe(["0 1 2 3", "4"]);
        foreach (var sample in stream.Experiences.SelectMany(each => each.Train))
            sample.Id.ShouldStartWith($"Train-{stream.ClassNames[sample.Label]["class".Length..]}-");
        stream.SeenLabels(0).ShouldBe(4);
        stream.SeenLabels(1).ShouldBe(5);
    }

    [Fact]
    public void A_drawn_order_depends_on_its_seed_alone()
    {
        IReadOnlyList<string> names(long seed, long? own) => new ClassIncremental(new() { ShuffleClasses = true, OrderSeed = own })
            .Build(_dataset, new(seed)).ClassNames;
        names(1, null).ShouldBe(names(1, null));
        names(1, null).ShouldNotBe(names(2, null));
        names(1, 1993).ShouldBe(names(2, 1993));
        names(1, null).Order().ShouldBe(_dataset.Info.Classes.Order());
    }

    [Fact]
    public void With_task_identities_only_the_classes_of_the_task_compete()
    {
        var stream = new TaskIncremental(new() { ClassesPerExperience = 5 }).Build(_dataset, s_random);
        stream.Experiences.Select(each => each.TaskId).ShouldBe([0, 1]);
        stream.Experiences[1].Test.ShouldAllBe(sample => sample.Among!.SequenceEqual(new[] { 5, 6, 7, 8, 9 }));
    }

    [Fact]
    public void Few_shot_sessions_have_ways_times_shots_samples_after_a_full_base_session()
    {
        var stream = new FewShot(new() { BaseClasses = 6, Ways = 2, Shots = 3 }).Build(_dataset, s_random);
        stream.Experiences.Select(each => each.Train.Count).ShouldBe([48, 6, 6]);
        stream.Experiences[1].Train.GroupBy(sample => sample.Label).ShouldAllBe(group => group.Count() == 3);
        stream.Experiences[1].Test.Count.ShouldBe(8);
        var exception = Should.Throw<JobException>(() => new FewShot(new() { Shots = 9 }).Build(_dataset, s_random));
        exception.Findings.ShouldHaveSingleItem().Code.ShouldBe("BM0106");
    }

    [Fact]
    public void A_blurry_stream_holds_every_sample_once_and_scatters_only_the_blurry_classes()
    {
        var dataset = new ToyDataset(classes: 10, perClass: 100);
        var stream = new Blurry(new() { Experiences = 5, DisjointRatio = 0.5, BlurryRatio = 0.2 }).Build(dataset, s_random);
        (stream.Boundaries, stream.Online).ShouldBe((false, true));
        stream.Experiences.SelectMany(each => each.Train).Select(sample => sample.Id).Order()
            .ShouldBe(dataset.Samples(Split.Train).Select(sample => sample.Id).Order());
        var spread = Enumerable.Range(0, 10).Select(label => stream.Experiences.Count(each => each.Classes.Contains(label))).ToArray();
        spread.Count(times => times == 1).ShouldBe(5);
        spread.Count(times => times > 1).ShouldBe(5);
        foreach (var label in Enumerable.Range(0, 10).Where(label => spread[label] > 1))
            stream.Experiences.Max(each => each.Train.Count(sample => sample.Label == label)).ShouldBeInRange(80, 90);
        stream.Experiences.SelectMany(each => each.NewClasses).ShouldBe(Enumerable.Range(0, 10));
    }

    [Fact]
    public void Domains_arrive_one_by_one_with_all_classes_and_new_classes_only_at_first()
    {
        var stream = new DomainIncremental(new()).Build(new Domains(), s_random);
        stream.Experiences.Select(each => each.Domain).ShouldBe(["left", "right"]);
        stream.Experiences.Select(each => string.Join(' ', each.Classes)).ShouldBe(["0 1", "0 1"]);
        stream.Experiences[1].NewClasses.ShouldBeEmpty();
        stream.SeenLabels(1).ShouldBe(2);
        var exception = Should.Throw<JobException>(() => new DomainIncremental(new()).Build(_dataset, s_random));
        exception.Findings.ShouldHaveSingleItem().Code.ShouldBe("BM0104");
    }

    [Fact]
    public void An_unlabelled_stream_hides_the_labels_of_training_samples_alone()
    {
        var stream = new Unlabelled(new() { Experiences = 3 }).Build(_dataset, s_random);
        stream.Experiences.Count.ShouldBe(3);
        stream.Experiences.SelectMany(each => each.Train).ShouldAllBe(sample => sample.Label == -1);
        stream.Experiences.SelectMany(each => each.Test).ShouldAllBe(sample => sample.Label >= 0);
        stream.Experiences.Sum(each => each.Train.Count).ShouldBe(80);
    }

    [Theory]
    [InlineData(10, 5000, 12_406, 50)]
    [InlineData(100, 500, 10_847, 5)]
    public void An_exponential_tail_of_ratio_100_has_the_published_sizes_of_long_tailed_CIFAR(int classes, int perClass, int all, int smallest)
    {
        var dataset = new ToyDataset(classes, perClass);
        var stream = new Imbalanced(new() { ClassesPerExperience = classes / 5, Ratio = 100 }).Build(dataset, s_random);
        stream.Experiences.Sum(each => each.Train.Count).ShouldBe(all);
        var sizes = stream.Experiences.SelectMany(each => each.Train).GroupBy(sample => sample.Label).Select(group => group.Count()).ToArray();
        (sizes.Max(), sizes.Min(), sizes.Length).ShouldBe((perClass, smallest, classes));
        stream.Experiences.Sum(each => each.Test.Count).ShouldBe(4 * classes);
    }

    [Fact]
    public void An_ordered_tail_falls_along_the_stream_and_a_shuffled_one_does_not()
    {
        var dataset = new ToyDataset(classes: 10, perClass: 100);
        int[] sizes(bool ordered, long seed) => [.. new Imbalanced(new() { Ratio = 10, Ordered = ordered }).Build(dataset, new(seed)).Experiences
            .SelectMany(each => each.Train).GroupBy(sample => sample.Label).OrderBy(group => group.Key).Select(group => group.Count())];
        sizes(true, 1).ShouldBe([100, 77, 59, 46, 35, 27, 21, 16, 12, 10]);
        sizes(false, 1).ShouldNotBe(sizes(true, 1));
        sizes(false, 1).Order().ShouldBe(sizes(true, 1).Order());
        sizes(false, 1).ShouldBe(sizes(false, 1));
        sizes(false, 1).ShouldNotBe(sizes(false, 2));
    }

    [Fact]
    public void A_step_keeps_all_of_the_major_classes_and_one_in_ratio_of_the_others()
    {
        var stream = new Imbalanced(new() { Ratio = 4, Profile = ImbalanceProfile.Step, Major = 0.3, Ordered = true }).Build(_dataset, s_random);
        stream.Experiences.SelectMany(each => each.Train).GroupBy(sample => sample.Label).OrderBy(group => group.Key)
            .Select(group => group.Count()).ShouldBe([8, 8, 8, 2, 2, 2, 2, 2, 2, 2]);
        var finding = Should.Throw<JobException>(() => new Imbalanced(new() { Ratio = 9 }).Build(_dataset, s_random)).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Expected).ShouldBe(("BM0107", "a ratio of at most 8"));
    }

    [Fact]
    public void A_class_that_no_training_sample_shows_is_found_by_every_benchmark()
    {
        var dataset = new ToyDataset(classes: 4)
        {
            Change = samples => [.. samples.Where(sample => sample.Split != Split.Train || sample.Label != 2)],
        };
        IBenchmark[] all =
            [new ClassIncremental(new()), new TaskIncremental(new()), new Blurry(new()), new Joint(new()), new Unlabelled(new()), new FewShot(new())];
        foreach (var benchmark in all)
        {
            var finding = Should.Throw<JobException>(() => benchmark.Build(dataset, s_random)).Findings.ShouldHaveSingleItem();
            (finding.Code, finding.What).ShouldBe(("BM0108", "The stream has no training sample of the class 'class2'"));
        }
    }

    [Fact]
    public void Joint_has_everything_in_one_experience()
    {
        var experience = new Joint(new()).Build(_dataset, s_random).Experiences.ShouldHaveSingleItem();
        experience.Train.Count.ShouldBe(80);
        experience.NewClasses.Count.ShouldBe(10);
    }

    [Fact]
    public void Class_names_that_do_not_exist_or_come_twice_are_found_with_their_place()
    {
        var options = new ClassIncrementalOptions { Experiences = [["class0", "klass1"], ["class0"]] };
        var findings = Should.Throw<JobException>(() => new ClassIncremental(options).Build(_dataset, s_random)).Findings;
        findings.Select(finding => finding.Where).ShouldBe(["benchmark.options.experiences[0][1]", "benchmark.options.experiences[1][0]"]);
        findings[0].Fix.ShouldBe("Did you mean 'class1'?");
    }

    [Fact]
    public void Options_that_contradict_each_other_are_found()
    {
        var options = new ClassIncrementalOptions { Experiences = [["class0"], []], ClassOrder = ["class0"], OrderSeed = 3 };
        options.Check().Select(finding => finding.Where).ShouldBe(["orderSeed", "classOrder", "experiences[1]"]);
    }

    private sealed class Domains : IDataset
    {
        public DatasetInfo Info { get; } = new() { Name = "domains", Classes = ["a", "b"], Domains = ["left", "right"] };

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) =>
        [
            .. from label in Enumerable.Range(0, 2)
               from domain in Info.Domains
               select new SampleInfo { Id = $"{split}-{label}-{domain}", Label = label, Split = split, Domain = domain },
        ];

        public Sample Load(SampleInfo sample) => throw new InvalidOperationException();
    }
}
