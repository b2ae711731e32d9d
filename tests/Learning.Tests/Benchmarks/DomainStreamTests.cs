using PluginHost.Plugins.Benchmarks;
using PluginHost.Plugins.Continual;
using PluginHost.Plugins.FineTuning;
using PluginHost.Plugins.Joint;

namespace PluginHost.Learning.Tests.Benchmarks;

/// <summary>Streams of domains that do not all have all classes, and have different numbers of samples.</summary>
public sealed class DomainStreamTests
{
    [Fact]
    public void Classes_arrive_with_the_first_domain_that_trains_them_and_are_not_tested_before()
    {
        var events = new EventLog();
        var stream = new DomainIncremental(new(), events).Build(new UnevenDomains(), new(1));
        stream.Experiences.Select(each => each.Domain).ShouldBe(["kit", "room", "hall"]);
        stream.ClassNames.ShouldBe(["class0", "class1", "class2"]);
        stream.Experiences.Select(each => string.Join(' ', each.NewClasses)).ShouldBe(["0", "1", "2"]);
        stream.Experiences.Select(each => string.Join(' ', each.Classes)).ShouldBe(["0", "0 1", "0 2"]);
        // The kit has two test samples of class2, which only the hall trains; the hall's one of class1 was trained in the room.
        stream.Experiences.Select(each => string.Join(' ', each.Test.Select(sample => sample.Label))).ShouldBe(["0", "0 1 1", "0 1 2 2"]);
        stream.Experiences.SelectMany(each => each.Test).ShouldAllBe(sample => sample.Labels.Count == 1);
        events.Of<MessageReported>().ShouldHaveSingleItem().Text
            .ShouldBe("The domain 'kit' goes without 2 test samples: neither it nor a domain before it trains class2.");
    }

    [Fact]
    public void A_drawn_order_of_domains_is_the_same_for_one_seed_and_covers_all_of_them()
    {
        string[] order(long seed, long? own = null) => [.. new DomainIncremental(new() { ShuffleDomains = true, OrderSeed = own })
            .Build(new UnevenDomains(), new(seed)).Experiences.Select(each => each.Domain)];
        order(1).ShouldBe(order(1));
        Enumerable.Range(0, 10).Select(seed => string.Join(' ', order(seed))).Distinct().Count().ShouldBeGreaterThan(2);
        order(1, 7).ShouldBe(order(2, 7));
        order(3).Order().ShouldBe(["hall", "kit", "room"]);
        new DomainIncrementalOptions { OrderSeed = 1 }.Check().ShouldHaveSingleItem().Where.ShouldBe("orderSeed");
        new DomainIncrementalOptions { OrderSeed = 1, ShuffleDomains = true }.Check().ShouldBeEmpty();
    }

    [Fact]
    public void Domains_below_the_least_number_are_left_out_with_their_names_in_any_order_and_refused_where_they_are_named()
    {
        foreach (var seed in Enumerable.Range(0, 4))
        {
            var events = new EventLog();
            var stream = new DomainIncremental(new() { LeastSamples = 2, ShuffleDomains = true }, events).Build(new UnevenDomains(), new(seed));
            stream.Experiences.Select(each => each.Domain).Order().ShouldBe(["hall", "room"]);
            events.Of<MessageReported>().First().Text.ShouldBe("A domain is left out: kit has 4 training samples, and 1 test sample of classes "
                + "that it trains (benchmark.options.leastSamples: 2 of both).");
        }

        var named = new DomainIncrementalOptions { LeastSamples = 2, Domains = ["room", "kit"] };
        var finding = Should.Throw<JobException>(() => new DomainIncremental(named).Build(new UnevenDomains(), new(1))).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Where, finding.Expected).ShouldBe(("BM0109", "benchmark.options.domains[1]", "at least 2 of both"));
        Should.Throw<JobException>(() => new DomainIncremental(new() { LeastSamples = 50 }).Build(new UnevenDomains(), new(1))).Findings
            .Select(each => each.Code).ShouldBe(["BM0109", "BM0109", "BM0109"]);
    }

    [Fact]
    public void A_class_that_no_domain_trains_is_a_finding_and_one_that_none_tests_a_warning()
    {
        var untrained = new UnevenDomains { Keep = sample => sample.Split != Split.Train || sample.Label != 2 };
        var finding = Should.Throw<JobException>(() => new DomainIncremental(new()).Build(untrained, new(1))).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.What).ShouldBe(("BM0108", "The stream has no training sample of the class 'class2'"));
        var events = new EventLog();
        new DomainIncremental(new(), events).Build(new UnevenDomains { Keep = sample => sample.Split != Split.Test || sample.Label != 2 }, new(1));
        events.Of<MessageReported>().ShouldHaveSingleItem().Text.ShouldBe("No domain tests class2: learned, but in no score.");
    }

    [Fact]
    public async Task The_scores_of_a_run_count_each_domains_samples_once_and_a_class_over_all_domains_seen()
    {
        using var run = new ToyRun();
        using var job = await Job(run, new FineTuningStrategy(new())).Run();
        var experiences = job.Metrics()["experiences"]!.AsArray();
        for (var t = 0; t < 3; t++)
        {
            var parts = experiences[t]!["parts"]!.AsArray();
            // The toy task mixes samples with partners, which count where the test has all samples so far: twice for the only one of the kit.
            parts.Select(part => (int)part!["counted"]!).ShouldBe(new[] { 2, 3, 4 }.Take(t + 1));
            parts.ShouldAllBe(part => (int)part!["skipped"]! == 0);
            job.Matrix()[t].Length.ShouldBe(t + 1);
            var seen = experiences[t]!["test"]!["classes"]!.AsObject();
            var classes = job.Metrics()["classMatrix"]!["SDR"]!.AsObject();
            foreach (var (name, scores) in seen)
            {
                var own = parts.Select(part => part!["classes"]![name]).Where(part => part is not null).ToArray();
                var expected = own.Length > 1 ? scores : own[0];
                ((double)classes[name]![t]!).ShouldBe((double)expected!["SDR"]!, 1e-12, $"{name} after {t}, tested in {own.Length} domains");
            }
        }

        // By hand: the pooled final average weighs the domains by their 2, 3 and 4 rows, the final average does not.
        var last = job.Matrix()[2].Select(value => value!.Value).ToArray();
        var summaries = job.Metrics()["summary"]!["SDR"]!;
        ((double)summaries["final average"]!).ShouldBe(last.Average(), 1e-9);
        ((double)summaries["pooled final average"]!).ShouldBe(((2 * last[0]) + (3 * last[1]) + (4 * last[2])) / 9, 1e-9);
    }

    [Fact]
    public async Task Joint_training_is_tested_on_the_same_samples_and_a_class_without_test_does_not_stop_it()
    {
        using var run = new ToyRun();
        using var job = await Job(run, new JointStrategy()).Run();
        var experience = job.Metrics()["experiences"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)experience["test"]!["counted"]!).ShouldBe(16);
        experience["planned"]!.AsArray().Select(part => (int)part!["counted"]!).ShouldBe([2, 3, 4]);
        using var other = new ToyRun();
        var untested = new UnevenDomains { Keep = sample => sample.Split != Split.Test || sample.Label != 2 };
        using var without = await Job(other, new JointStrategy(), untested).Run();
        ((int)without.Metrics()["experiences"]![0]!["test"]!["counted"]!).ShouldBe(12);
    }

    [Fact]
    public async Task Selecting_by_validation_needs_a_validation_sample_of_every_domain()
    {
        using var run = new ToyRun();
        var options = ToyJob.Options();
        options.Selection = new() { Mode = SelectionMode.Best };
        var dataset = new UnevenDomains { Keep = sample => sample.Split != Split.Validation || sample.Domain != "room" };
        using var job = new ToyJob(run, new FineTuningStrategy(new()), options) { OwnDataset = dataset, Benchmark = new DomainIncremental(new()) };
        var finding = (await Should.ThrowAsync<JobException>(() => job.Run())).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.What, finding.Expected).ShouldBe(
            ("CE0104", "Experience 2 (room) has no sample in the validation split", "at least one sample for every domain of the stream"));
    }

    private static ToyJob Job(ToyRun run, IStrategy strategy, IDataset? dataset = null) =>
        new(run, strategy, ToyJob.Options(first: 4, later: 4)) { OwnDataset = dataset ?? new UnevenDomains(), Benchmark = new DomainIncremental(new()) };

    /// <summary>
    /// Three domains of three toy classes. Training: kit 0, room 0 and 1, hall 0 and 2. Tests: kit 0 and twice 2, room 0 and twice 1, hall 0, 1 and
    /// twice 2. Validation: each class in each domain.
    /// </summary>
    private sealed class UnevenDomains : IDataset
    {
        private static readonly (string Domain, int[] Train, int[] Test)[] s_domains =
            [("kit", [0], [0, 2, 2]), ("room", [0, 1], [0, 1, 1]), ("hall", [0, 2], [0, 1, 2, 2])];

        private readonly ToyDataset _toy = new(classes: 3);

        public Func<SampleInfo, bool> Keep { get; init; } = _ => true;

        public DatasetInfo Info { get; } = new()
        {
            Name = "uneven", Classes = ["class0", "class1", "class2"], Domains = [.. s_domains.Select(each => each.Domain)],
        };

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public IReadOnlyList<SampleInfo> Samples(Split split) =>
        [
            .. s_domains.SelectMany(each => (split switch
                {
                    Split.Train => each.Train.SelectMany(label => Enumerable.Repeat(label, 4)),
                    Split.Test => each.Test,
                    _ => [0, 1, 2],
                })
                .Select((label, i) => new SampleInfo { Id = $"{split}-{each.Domain}-{i}", Label = label, Split = split, Domain = each.Domain })
                .Where(Keep)),
        ];

        public Sample Load(SampleInfo sample) => _toy.Load(sample);
    }
}
