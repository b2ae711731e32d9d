using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginHost.DataSets.Splitting;

/// <summary>
/// The samples of a set by split: classes in order, domains within a class, ids in ordinal order within a domain. Every domain has all
/// items, under the id ITEM@DOMAIN; an item is in the same split in each.
/// </summary>
public sealed class SampleLists
{
    private readonly IReadOnlyList<LabelledItem> _items;
    private readonly IReadOnlyList<string> _classes;
    private readonly DivisionOptions _options;
    private readonly Split[] _splits;
    private readonly bool _given;
    private readonly Dictionary<Split, SampleInfo[]> _samples = [];
    private readonly Dictionary<Split, int[]> _counts = [];

    /// <param name="items">All items; their places in this list come back from <see cref="Place"/>.</param>
    /// <param name="classes">Class names.</param>
    /// <param name="domains">Names of the domains; empty = one without a name.</param>
    /// <param name="options">The shares.</param>
    /// <param name="groups">Whether samples tell their group: the first id of those that are tied together, where these are several.</param>
    public SampleLists(
        IReadOnlyList<LabelledItem> items, IReadOnlyList<string> classes, IReadOnlyList<string> domains, DivisionOptions options,
        bool groups = false)
    {
        var tied = groups ? new Ties(items) : null;
        (_items, _classes, _options, _splits) = (items, classes, options, StableSplit.Assign(items, options));
        _given = items.Any(item => item.Given == Split.Test);
        var order = Enumerable.Range(0, items.Count)
            .OrderBy(item => items[item].Id, StringComparer.Ordinal)
            .ToLookup(item => (_splits[item], items[item].Label));
        foreach (var split in Enum.GetValues<Split>())
        {
            _counts[split] = [.. Enumerable.Range(0, classes.Count).Select(label => order[(split, label)].Count())];
            _samples[split] =
            [
                .. from label in Enumerable.Range(0, classes.Count)
                   from domain in Enumerable.Range(0, Math.Max(1, domains.Count))
                   from item in order[(split, label)]
                   select new SampleInfo
                   {
                       Id = domains.Count == 0 ? items[item].Id : $"{items[item].Id}@{domains[domain]}",
                       Label = label,
                       Split = split,
                       Domain = domains.Count == 0 ? items[item].Domain : domains[domain],
                       Group = tied is not null && tied.IsShared(item) ? tied.First(item) : "",
                       Index = (domain * items.Count) + item,
                   },
            ];
        }
    }

    /// <summary>The samples of a split.</summary>
    public IReadOnlyList<SampleInfo> Of(Split split) => _samples[split];

    /// <summary>Where a listed sample lies: its domain and its item.</summary>
    public (int Domain, int Item) Place(SampleInfo sample) => (sample.Index / _items.Count, sample.Index % _items.Count);

    /// <summary>The split of the item at a place of the list.</summary>
    public Split SplitOf(int item) => _splits[item];

    /// <summary>How evenly classes and splits are filled, in one sentence a reader of the log understands.</summary>
    public string Balance()
    {
        var parts = Enum.GetValues<Split>().Select(split =>
        {
            var counts = _counts[split];
            return $"{split.ToString().ToLowerInvariant()} {counts.Sum():N0} ({counts.Min():N0} to {counts.Max():N0} a class)";
        });
        var copies = _items.GroupBy(item => item.Content).Where(group => group.Count() > 1).ToArray();
        var spare = copies.Sum(group => group.Count() - 1);
        var crossing = copies.Count(group => group.Select(item => item.Label).Distinct().Count() > 1);
        return $"{_items.Count:N0} samples of {_classes.Count} classes: {string.Join(", ", parts)}"
            + (spare == 0 ? "" : $"; {spare:N0} are byte-identical copies, kept in the split of the first")
            + (crossing == 0 ? "." : $"; {crossing:N0} of the copied contents have more than one class.");
    }

    /// <summary>Classes that cannot be learned or tested; those without a validation sample are warnings.</summary>
    /// <param name="where">The option to name as the place.</param>
    public IEnumerable<Finding> Check(string where)
    {
        for (var label = 0; label < _classes.Count; label++)
        {
            var all = _counts.Values.Sum(counts => counts[label]);
            if (all < 2)
            {
                yield return Problem(where, $"class '{_classes[label]}' has {(all == 0 ? "no sample" : "one sample")}",
                    "Add samples, or leave the class out.") with { Expected = "at least two samples a class" };
                continue;
            }

            foreach (var (split, share) in ((Split, double)[])
                [(Split.Train, 1), (Split.Validation, _options.Validation), (Split.Test, _given ? 1 : _options.TestShare())])
            {
                if (share == 0 || _counts[split][label] > 0) continue;
                yield return Problem(where, $"class '{_classes[label]}' has {all} samples, and none of them is for {Use(split)}",
                    "Choose another splitSeed or larger shares, or leave the class out.")
                    with { Severity = split == Split.Validation ? FindingSeverity.Warning : FindingSeverity.Error };
            }
        }
    }

    private static string Use(Split split) => split switch
    {
        Split.Train => "training", Split.Validation => "validation", _ => "testing",
    };

    private static Finding Problem(string where, string what, string fix) =>
        new() { Code = "DS0002", Where = where, What = what, Fix = fix };
}
