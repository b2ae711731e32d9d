using System.Diagnostics;
using System.Globalization;

namespace PluginHost.Benchmarks.Starts;

/// <summary>
/// Writes down when a run comes to where, and ends the process when it is given its first batch. It is a strategy to be given the batch, and
/// an observer to hear of what comes before.
/// </summary>
/// <remarks>
/// A line is a name and <see cref="Stopwatch"/>'s time stamp, which all processes of a machine have in common. The times are kept until the end, so
/// that writing takes nothing of what is measured.
/// </remarks>
[Component("start-probe", Options = typeof(StartOptions), Contract = typeof(IStrategy))]
public sealed class StartProbe : IStrategy, IRunObserver
{
    private readonly StartOptions _options;
    private readonly List<(string Name, long Time)> _marks = [];

    /// <summary>The job is being composed.</summary>
    public StartProbe(StartOptions options)
    {
        _options = options;
        Mark("components");
    }

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        if (runEvent is RunStarted) Mark("begin of the run");
        else if (runEvent is MessageReported { Text: var text } && text.StartsWith("libtorch ", StringComparison.Ordinal)) Mark("libtorch");
        else if (runEvent is ExperienceStarted) Mark("plan");
    }

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context) => Mark("model");

    /// <inheritdoc/>
    public void BeforePhase(ILearningContext context, Phase phase) => Mark("phase");

    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        Mark("first batch");
        lock (_marks)
        {
            var lines = _marks.Select(mark => string.Create(CultureInfo.InvariantCulture, $"{mark.Name} {mark.Time}"));
            File.WriteAllLines(_options.File, [.. lines, string.Create(CultureInfo.InvariantCulture, $"processor {Environment.CpuUsage.TotalTime.Ticks}")]);
        }

        // An orderly end would take libtorch down while the loader makes the next batch.
        using var self = Process.GetCurrentProcess();
        self.Kill();
        return batch;
    }

    // Events come from other threads.
    private void Mark(string name)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_marks) _marks.Add((name, now));
    }
}
