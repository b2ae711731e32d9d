namespace PluginHost.Training;

/// <summary>Plans what the engine trains on: the main phase of an experience, or the one phase of a stream without boundaries.</summary>
internal static class MainPhase
{
    private static readonly BudgetOptions s_default = new() { First = 250, Later = 200 };

    /// <summary>Plans the main phase of the current experience: its samples, and exemplars if a strategy uses memory.</summary>
    public static Phase Of(LearningContext context, StrategyHooks hooks, StreamOptions options)
    {
        var experience = context.Current;
        var online = context.Stream.Online;
        var replays = !online && context.Strategies.Any(strategy => strategy.UsesMemory && !strategy.FillsMemory);
        TrainingEntry[] old = replays
            ? [.. context.Memory?.Exemplars.Select(exemplar => new TrainingEntry(exemplar.Sample, FromMemory: true)) ?? []]
            : [];
        var entries = hooks.ChooseEntries([.. New(experience, online ? 1 : options.Repeat), .. Repeated(old, options.ExemplarRepeat)]);
        return new()
        {
            Name = Phase.MainName,
            Entries = entries,
            Steps = Steps(options, experience, online, entries.Count),
            InOrder = online,
            RateFactor = experience.Index == 0 ? 1 : options.LaterRateFactor,
            Selects = options.Selection.Mode == SelectionMode.Best,
        };
    }

    /// <summary>Lays a stream without boundaries out as one phase with a segment per experience.</summary>
    public static (Phase Phase, IReadOnlyList<Segment> Segments) OfStream(LearningContext context, StreamOptions options)
    {
        var segments = new List<Segment>();
        var first = 0;
        foreach (var experience in context.Stream.Experiences)
        {
            var entries = New(experience, context.Stream.Online ? 1 : options.Repeat);
            var steps = Steps(options, experience, context.Stream.Online, entries.Length);
            segments.Add(new(first, steps, entries));
            first += steps;
        }

        var phase = new Phase
        {
            Name = Phase.MainName,
            Entries = [.. segments.SelectMany(segment => segment.Entries)],
            Steps = first,
            InOrder = context.Stream.Online,
        };
        return (phase, segments);
    }

    /// <summary>The one phase of a stream without boundaries as a strategy planned it.</summary>
    /// <param name="main">The phase as the engine planned it.</param>
    /// <param name="planned">The strategy's plan.</param>
    /// <exception cref="RunFailedException">The plan splits the stream, or changes what is seen when.</exception>
    public static Phase Whole(Phase main, IReadOnlyList<Phase> planned)
    {
        if (planned.Count == 1 && ReferenceEquals(planned[0].Entries, main.Entries)
            && (planned[0].Steps, planned[0].BatchSize, planned[0].InOrder) == (main.Steps, main.BatchSize, main.InOrder)) return planned[0];
        throw new RunFailedException(
            "The strategy plans other phases for a stream without boundaries. Its plan must be the given phase, with the same entries, order, "
            + "batch size and steps.");
    }

    private static TrainingEntry[] New(Experience experience, int repeat) =>
        Repeated([.. experience.Train.Select(sample => new TrainingEntry(sample, FromMemory: false))], repeat);

    private static TrainingEntry[] Repeated(TrainingEntry[] entries, int repeat) =>
        [.. Enumerable.Repeat(entries, repeat).SelectMany(list => list)];

    /// <summary>
    /// Counts the steps. With steps as the budget, an experience that stands for several gets the sum of theirs; with epochs it gets the first
    /// experience's epochs, since its list is as long as theirs together. An online stream is seen once.
    /// </summary>
    private static int Steps(StreamOptions options, Experience experience, bool online, int entries)
    {
        if (online) return (entries + options.BatchSize - 1) / options.BatchSize;
        if (options.Epochs is { } epochs) return Math.Max(1, entries / options.BatchSize) * epochs.Of(experience.Index);
        var steps = options.Steps ?? s_default;
        return experience.Index == 0 ? steps.Sum(experience.Merged) : steps.Of(experience.Index) * experience.Merged;
    }
}
