namespace PluginHost.Training;

/// <summary>The tests that an experience ends with.</summary>
public sealed record StreamTest
{
    /// <summary>The test on everything seen.</summary>
    public required ScopeResult Seen { get; init; }

    /// <summary>The tests of each experience so far.</summary>
    public required IReadOnlyList<ScopeResult> Parts { get; init; }

    /// <summary>The tests of each experience to come; empty if they are not made.</summary>
    public IReadOnlyList<ScopeResult> Future { get; init; } = [];

    /// <summary>The tests of the job's own experiences where a strategy merged them; else empty.</summary>
    public IReadOnlyList<ScopeResult> Planned { get; init; } = [];
}

/// <summary>
/// What an engine measures, and when: what engines over one <see cref="StreamRun"/> differ in. Tests change neither the model nor what
/// later steps draw. Tests with a state of their own implement <see cref="IStateful"/>.
/// </summary>
public interface IStreamTests
{
    /// <summary>The figures that the tests give.</summary>
    IReadOnlyList<Figure> Figures { get; }

    /// <summary>What a reader of the table after an experience should know; <see langword="null"/> for nothing.</summary>
    string? Caption => null;

    /// <summary>The tests made between two steps so far, in the order of time.</summary>
    IReadOnlyList<BetweenResult> Between => [];

    /// <summary>Called once before any training, not in a resumed run: the model is as it was built.</summary>
    void BeforeTraining()
    {
    }

    /// <summary>
    /// Called between any two steps of a phase, the context at the experience whose samples are being learned. A resumed run calls it once more
    /// for the step that it begins at. In a stream without boundaries it is not called where an experience ends.
    /// </summary>
    /// <param name="phase">The phase.</param>
    /// <param name="step">Steps taken in it.</param>
    void AfterSteps(Phase phase, int step)
    {
    }

    /// <summary>Tests at the end of the current experience.</summary>
    /// <param name="steps">Steps of the experience.</param>
    /// <returns>The results.</returns>
    StreamTest Test(int steps);
}

/// <summary>Holds libtorch's generator of the CPU: what draws meanwhile changes nothing after it.</summary>
public sealed class HeldGenerator : IDisposable
{
    private readonly Tensor _state = get_rng_state().DetachFromDisposeScope();

    /// <summary>Puts the generator back.</summary>
    public void Dispose()
    {
        set_rng_state(_state);
        _state.Dispose();
    }
}
