namespace PluginHost.Plugins.Continual;

/// <summary>Lays the classes of a data set out as a stream of increments, as the options say.</summary>
internal static class StreamPlanner
{
    /// <summary>Plans the stream.</summary>
    /// <exception cref="JobException">The options name classes that do not exist, or one twice.</exception>
    public static ClassStream Plan(ContinualOptions options, IReadOnlyList<string> classes)
    {
        Check(options, classes);
        if (options.Increments is { } groups)
            return Build(options, [.. groups.SelectMany(group => group)], [.. groups.Select(group => group.Length)]);
        var order = options.ClassOrder is { Length: > 0 } given ? given : [.. classes];
        var counts = new List<int>();
        for (var first = 0; first < order.Length; first += options.ClassesPerIncrement)
            counts.Add(Math.Min(options.ClassesPerIncrement, order.Length - first));
        return Build(options, order, counts);
    }

    private static ClassStream Build(ContinualOptions options, string[] order, IReadOnlyList<int> counts)
    {
        var increments = new List<StreamIncrement>();
        var first = 0;
        foreach (var count in counts)
        {
            increments.Add(new() { FirstLabel = first, Count = count });
            first += count;
        }

        return new() { Increments = increments, ClassNames = order, Boundaries = options.Boundaries };
    }

    private static void Check(ContinualOptions options, IReadOnlyList<string> classes)
    {
        var findings = new List<Finding>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, where) in Named(options))
        {
            if (!classes.Contains(name, StringComparer.Ordinal))
            {
                var nearest = NearestName.Find(name, classes);
                findings.Add(new()
                {
                    Code = "CE0101",
                    Where = where,
                    What = $"The data set has no class '{name}'",
                    Expected = $"one of {string.Join(", ", classes)}",
                    Fix = nearest is null ? null : $"Did you mean '{nearest}'?",
                });
            }
            else if (!seen.Add(name))
            {
                var what = $"The class '{name}' is named twice";
                findings.Add(new() { Code = "CE0102", Where = where, What = what, Expected = "each class once" });
            }
        }

        if (classes.Count == 0) findings.Add(new() { Code = "CE0103", What = "The data set has no classes", Expected = "at least one" });
        if (findings.Count > 0) throw new JobException(findings);
    }

    private static IEnumerable<(string Name, string Where)> Named(ContinualOptions options)
    {
        var groups = options.Increments ?? [];
        for (var i = 0; i < groups.Length; i++)
        {
            for (var j = 0; j < groups[i].Length; j++) yield return (groups[i][j], $"engine.options.increments[{i}][{j}]");
        }

        if (groups.Length > 0) yield break;
        var order = options.ClassOrder ?? [];
        for (var i = 0; i < order.Length; i++) yield return (order[i], $"engine.options.classOrder[{i}]");
    }
}
