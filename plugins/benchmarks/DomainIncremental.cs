using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Options of the domain-incremental benchmark.</summary>
public sealed class DomainIncrementalOptions : BenchmarkOptions
{
    /// <summary>Domain names in the order of arrival; the data set's order if absent. Domains left out are not used.</summary>
    [MinLength(1)]
    public string[]? Domains { get; set; }

    /// <summary>Whether the domains arrive in an order drawn from the job's seed, or from orderSeed.</summary>
    public bool ShuffleDomains { get; set; }

    /// <summary>
    /// Training samples that a domain has at least, and test samples of classes that it trains; without domains named, smaller ones are left
    /// out with a warning.
    /// </summary>
    [Range(1, 1_000_000)]
    public int LeastSamples { get; set; } = 1;

    /// <inheritdoc/>
    internal override bool DrawsOrder => ShuffleClasses || ShuffleDomains;
}

/// <summary>
/// The classes stay, the domain of their samples changes from experience to experience (van de Ven and Tolias, 2019). A domain may lack
/// classes: they arrive with the first domain that trains them, and a domain that only tests them earlier goes without those test samples.
/// </summary>
/// <param name="options">The options.</param>
/// <param name="events">Takes what the stream goes without.</param>
[Component("domain-incremental")]
public sealed class DomainIncremental(DomainIncrementalOptions options, IRunEvents? events = null) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        Check(dataset.Info);
        var order = new ClassOrder(dataset, options, random);
        string[] domains = [.. options.Domains ?? dataset.Info.Domains];
        if (options.ShuffleDomains) options.OrderSource(random).Stream("domain-order").Shuffle<string>(domains);
        var all = order.Content(order.Labels);
        var contents = LargeEnough([.. domains.Select(domain => In(domain, all))]);
        var builder = new StreamBuilder(dataset.Info, order.Labels);
        var tests = new DomainTests(order);
        for (var k = 0; k < contents.Count; k++)
        {
            var content = tests.OfLearned(contents[k]);
            builder.Add(options.Online ? content with { Train = ClassOrder.Shuffled(content.Train, random, k) } : content);
        }

        var stream = order.Complete(builder.Build(options.Boundaries, options.Online));
        foreach (var text in tests.Without()) Warn(text);
        return stream;
    }

    private static ExperienceContent In(string domain, ExperienceContent all) => new()
    {
        Train = [.. all.Train.Where(sample => sample.Domain == domain)],
        Validation = [.. all.Validation.Where(sample => sample.Domain == domain)],
        Test = [.. all.Test.Where(sample => sample.Domain == domain)],
        Domain = domain,
    };

    // By what a domain itself trains and tests, so that the order of arrival does not decide which domains there are.
    private IReadOnlyList<ExperienceContent> LargeEnough(IReadOnlyList<ExperienceContent> contents)
    {
        var sizes = contents.Select(content =>
        {
            var trained = content.Train.Select(sample => sample.Label).ToHashSet();
            return (Content: content, Train: content.Train.Count, Test: content.Test.Count(sample => trained.Contains(sample.Label)));
        }).ToArray();
        var small = sizes.Where(each => Math.Min(each.Train, each.Test) < options.LeastSamples)
            .OrderBy(each => each.Content.Domain, StringComparer.Ordinal).ToArray();
        if (small.Length == 0) return contents;
        if (options.Domains is null && small.Length < sizes.Length)
        {
            Warn($"{(small.Length == 1 ? "A domain is" : $"{small.Length} domains are")} left out: "
                + $"{string.Join("; ", small.Select(each => $"{each.Content.Domain} has {Sizes(each.Train, each.Test)}"))} "
                + $"(benchmark.options.leastSamples: {options.LeastSamples} of both).");
            return [.. contents.Except(small.Select(each => each.Content))];
        }

        throw new JobException([.. small.Select(each => new Finding
        {
            Code = "BM0109",
            Where = options.Domains is null ? "benchmark" : $"benchmark.options.domains[{Array.IndexOf(options.Domains, each.Content.Domain)}]",
            What = $"The domain '{each.Content.Domain}' has {Sizes(each.Train, each.Test)}",
            Expected = $"at least {options.LeastSamples} of both",
            Fix = "Leave the domain out, lower leastSamples, or give the data set a larger share of test.",
        })]);
    }

    private static string Sizes(int train, int test) => $"{Count(train, "training")}, and {Count(test, "test")} of classes that it trains";

    private static string Count(int samples, string use) => $"{samples:N0} {use} {(samples == 1 ? "sample" : "samples")}";

    private void Warn(string text) => events?.Publish(new MessageReported { Severity = FindingSeverity.Warning, Text = text });

    private void Check(DatasetInfo info)
    {
        if (info.Domains.Count == 0)
        {
            throw new JobException(new Finding
            {
                Code = "BM0104",
                Where = "benchmark",
                What = $"The data set '{info.Name}' knows no domains",
                Expected = "a data set whose samples come from named domains",
                Fix = "Choose another benchmark such as class-incremental, or the data set's option that makes domains.",
            });
        }

        var findings = (options.Domains ?? []).Select((name, i) => (name, i)).Where(each => !info.Domains.Contains(each.name))
            .Select(each => new Finding
            {
                Code = "BM0105",
                Where = $"benchmark.options.domains[{each.i}]",
                What = $"The data set has no domain '{each.name}'",
                Expected = $"one of {string.Join(", ", info.Domains)}",
                Fix = NearestName.Find(each.name, info.Domains) is { } nearest ? $"Did you mean '{nearest}'?" : null,
            }).ToArray();
        if (findings.Length > 0) throw new JobException(findings);
    }

    // Keeps of a domain's tests what can be known when it has been learned: the classes that it trains or an earlier one did.
    private sealed class DomainTests(ClassOrder order)
    {
        private readonly HashSet<int> _learned = [];
        private readonly HashSet<int> _tested = [];
        private readonly List<(string Domain, SampleInfo Sample)> _without = [];

        public ExperienceContent OfLearned(ExperienceContent content)
        {
            _learned.UnionWith(content.Train.Select(sample => sample.Label));
            _without.AddRange(content.Test.Where(sample => !_learned.Contains(sample.Label)).Select(sample => (content.Domain, sample)));
            SampleInfo[] test = [.. content.Test.Where(sample => _learned.Contains(sample.Label))];
            _tested.UnionWith(test.Select(sample => sample.Label));
            return content with { Test = test, Validation = [.. content.Validation.Where(sample => _learned.Contains(sample.Label))] };
        }

        public IEnumerable<string> Without()
        {
            foreach (var domain in _without.GroupBy(each => each.Domain))
            {
                var classes = domain.Select(each => order.Info.Classes[each.Sample.Label]).Distinct(StringComparer.Ordinal);
                yield return $"The domain '{domain.Key}' goes without {Count(domain.Count(), "test")}: neither it nor a domain before it trains "
                    + $"{string.Join(", ", classes)}.";
            }

            string[] untested = [.. order.Labels.Where(label => _learned.Contains(label) && !_tested.Contains(label))
                .Select(label => order.Info.Classes[label])];
            if (untested.Length > 0) yield return $"No domain tests {string.Join(", ", untested)}: learned, but in no score.";
        }
    }
}
