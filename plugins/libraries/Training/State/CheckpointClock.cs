namespace PluginHost.Training;

/// <summary>Says when a state is due within a phase: after a number of steps, after each epoch, or when too much time has passed.</summary>
/// <param name="options">The intervals.</param>
/// <param name="stepsPerEpoch">Steps of an epoch of the phase.</param>
internal sealed class CheckpointClock(TrainingOptions options, int stepsPerEpoch)
{
    private const int DefaultSteps = 100;
    private readonly bool _epochs = options is StreamOptions { Epochs: not null };
    private readonly Stopwatch _since = Stopwatch.StartNew();

    /// <summary>The time since the latest state of the phase, or since it began.</summary>
    public TimeSpan Age => _since.Elapsed;

    /// <summary>Whether a state is due between two steps.</summary>
    /// <param name="step">Steps taken in the phase.</param>
    /// <returns>Whether it is.</returns>
    public bool IsDue(int step)
    {
        var steps = options.CheckpointEverySteps ?? (_epochs ? 0 : DefaultSteps);
        var epochs = _epochs ? options.CheckpointEveryEpochs * stepsPerEpoch : 0;
        var seconds = options.CheckpointEverySeconds;
        return (steps > 0 && step % steps == 0) || (epochs > 0 && step % epochs == 0) || (seconds > 0 && Age.TotalSeconds >= seconds);
    }

    /// <summary>Takes note that a state was saved.</summary>
    public void Saved() => _since.Restart();
}
