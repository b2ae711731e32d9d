using PluginHost.Contracts;
using PluginHost.Learning;

namespace PluginHost.Plugins.DatasetClassification.Layouts;

/// <summary>What to do with test samples that are in the training split, too: byte by byte, as SHA-256 tells.</summary>
internal static class SplitOverlap
{
    /// <summary>The items that stay, after the option's rule.</summary>
    /// <param name="items">Items whose splits the set gives.</param>
    /// <param name="copies">refuse, drop (the training copy) or keep.</param>
    /// <param name="name">The set's name, for messages.</param>
    /// <param name="events">Takes the number of copies where they are dropped or kept.</param>
    /// <returns>Places in <paramref name="items"/>, ascending.</returns>
    /// <exception cref="JobException">There are copies, and they are refused.</exception>
    public static int[] Resolve(IReadOnlyList<LabelledItem> items, string copies, string name, IRunEvents events)
    {
        var tested = new Dictionary<UInt128, string>();
        foreach (var item in items.Where(item => item.Given == Split.Test)) tested.TryAdd(item.Content, item.Id);
        int[] both = [.. Enumerable.Range(0, items.Count).Where(place =>
            items[place].Given == Split.Train && tested.ContainsKey(items[place].Content))];
        if (both.Length == 0) return [.. Enumerable.Range(0, items.Count)];
        var first = items[both[0]];
        var what = $"{both.Length:N0} training samples of {name} are byte-identical to test samples, such as '{first.Id}' to "
            + $"'{tested[first.Content]}'";
        if (copies == "refuse")
        {
            throw new JobException(new Finding
            {
                Code = "CD0040",
                Where = "copies",
                What = what,
                Expected = "no sample on both sides",
                Fix = "Set copies to 'drop', which leaves these training samples out, or to 'keep' for numbers as others report them.",
            });
        }

        var dropped = copies == "drop";
        events.Publish(new MessageReported
        {
            Severity = FindingSeverity.Warning, Text = $"{what}; {(dropped ? "they are left out" : "they are kept on both sides")}.",
        });
        return [.. Enumerable.Range(0, items.Count).Except(dropped ? both : [])];
    }
}
