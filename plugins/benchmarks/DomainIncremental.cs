using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Benchmarks;

/// <summary>Options of the domain-incremental benchmark.</summary>
public sealed class DomainIncrementalOptions : BenchmarkOptions
{
    /// <summary>Domain names in the order of arrival; the data set's order if absent. Domains left out are not used.</summary>
    [MinLength(1)]
    public string[]? Domains { get; set; }
}

/// <summary>The classes stay, the domain of their samples changes from experience to experience (van de Ven and Tolias, 2019).</summary>
/// <param name="options">The options.</param>
[Component("domain-incremental")]
public sealed class DomainIncremental(DomainIncrementalOptions options) : IBenchmark
{
    /// <inheritdoc/>
    public LearningStream Build(IDataset dataset, RandomSource random)
    {
        var domains = options.Domains ?? [.. dataset.Info.Domains];
        Check(dataset.Info, domains);
        var order = new ClassOrder(dataset, options, random);
        var all = order.Content(order.Labels);
        var builder = new StreamBuilder(dataset.Info, order.Labels);
        for (var k = 0; k < domains.Length; k++)
        {
            var train = In(domains[k], all.Train);
            builder.Add(new()
            {
                Train = options.Online ? ClassOrder.Shuffled(train, random, k) : train,
                Validation = In(domains[k], all.Validation),
                Test = In(domains[k], all.Test),
                Domain = domains[k],
            });
        }

        return order.Complete(builder.Build(options.Boundaries, options.Online));
    }

    private static IReadOnlyList<SampleInfo> In(string domain, IReadOnlyList<SampleInfo> samples) =>
        [.. samples.Where(sample => sample.Domain == domain)];

    private static void Check(DatasetInfo info, string[] domains)
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

        var findings = domains.Select((name, i) => (name, i)).Where(each => !info.Domains.Contains(each.name)).Select(each => new Finding
        {
            Code = "BM0105",
            Where = $"benchmark.options.domains[{each.i}]",
            What = $"The data set has no domain '{each.name}'",
            Expected = $"one of {string.Join(", ", info.Domains)}",
            Fix = NearestName.Find(each.name, info.Domains) is { } nearest ? $"Did you mean '{nearest}'?" : null,
        }).ToArray();
        if (findings.Length > 0) throw new JobException(findings);
    }
}
