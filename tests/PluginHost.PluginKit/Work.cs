namespace PluginHost.PluginKit;

/// <summary>A moment of a run at which the kit looks at a component. A stream without boundaries has the first, the third and the last.</summary>
public enum WorkMoment
{
    /// <summary>The stream begins; the model is built.</summary>
    StreamBegins,

    /// <summary>The memory has been filled and the model has grown; the experience's training comes next.</summary>
    ExperienceBegins,

    /// <summary>A training batch is ready for the model.</summary>
    BatchReady,

    /// <summary>The experience has been learned, and its tests come next.</summary>
    ExperienceEnds,

    /// <summary>The last experience has been tested.</summary>
    StreamEnds,

    /// <summary>Any other hook that tells where an experience begins or ends.</summary>
    AnotherBoundary,
}

/// <summary>What a component can be seen by while it works: a strategy of the kit stands beside the job's own and looks.</summary>
public sealed class Work
{
    /// <summary>The moment.</summary>
    public required WorkMoment Moment { get; init; }

    /// <summary>The learning under way.</summary>
    public required ILearningContext Context { get; init; }

    /// <summary>The batch at <see cref="WorkMoment.BatchReady"/>; <see langword="null"/> at other moments.</summary>
    public Batch? Batch { get; init; }

    /// <summary>All components of the job, the one under test among them.</summary>
    public required IReadOnlyList<object> Components { get; init; }

    /// <summary>The job's component of a contract, such as <see cref="IDataset"/>.</summary>
    /// <typeparam name="T">The contract.</typeparam>
    public T Component<T>() => Components.OfType<T>().First();
}
