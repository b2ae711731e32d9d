using PluginHost.Learning;

namespace PluginHost.Tests.Observers;

internal static class Events
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static DateTimeOffset After(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    public static ProgressReported Progress(
        double seconds, long done, long total = 100, string activity = "experience 1/4", double? loss = null, string unit = "steps",
        IReadOnlyList<KeyValuePair<string, double>>? figures = null) => new()
    {
        Time = After(seconds),
        Activity = activity,
        Done = done,
        Total = total,
        Unit = unit,
        Figures = figures ?? (loss is { } value ? [KeyValuePair.Create("loss", value)] : []),
    };

    public static RunStarted Started(string directory, bool resumed = false) => new()
    {
        Time = Start,
        Run = "demo",
        Directory = directory,
        Device = "cpu",
        Threads = 2,
        Seed = 7,
        Resumed = resumed,
        Components = ["engine.continual 1.0.0", "task.separation 1.0.0"],
    };

    public static ExperienceStarted Experience(double seconds = 0, int index = 1, int steps = 200) => new()
    {
        Time = After(seconds),
        Experience = index,
        Experiences = 4,
        NewClasses = ["accordion", "guitar"],
        NewSamples = 120,
        Exemplars = 1,
        MemoryBytes = 1_234_567,
        Steps = steps,
    };

    public static StepCompleted Step(string phase = "main", params KeyValuePair<string, double>[] terms) => new()
    {
        Time = Start,
        Experience = 1,
        Phase = phase,
        Epoch = 0,
        Step = 10,
        Steps = 100,
        Loss = 0.5,
        Terms = terms,
        Rates = [],
        StepsPerSecond = 2,
    };

    public static EvaluationCompleted Evaluation() => new()
    {
        Time = Start,
        Experience = 1,
        Scope = "test",
        Step = 200,
        Scores = [KeyValuePair.Create("SDR", 5.126), KeyValuePair.Create("SIR", double.NaN)],
        Counted = 48,
        Skipped = 2,
    };

    public static TableReported Table() => new()
    {
        Time = Start,
        Title = "Test after each experience",
        Columns = ["after", "SDR (dB)", "note"],
        Rows = [["experience 1", 10.0, "a"], ["experience 2", null, null], ["average", -3.456, "c"]],
        Caption = "higher is better",
    };

    public static RunEnded Ended(RunOutcome outcome, string directory, string? reason = null) => new()
    {
        Time = Start,
        Outcome = outcome,
        Elapsed = TimeSpan.FromSeconds(125),
        Directory = directory,
        Reason = reason,
    };
}
