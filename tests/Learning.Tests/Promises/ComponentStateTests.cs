namespace PluginHost.Learning.Tests.Promises;

public sealed class ComponentStateTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 6)]
    [InlineData(2, 1)]
    public async Task The_state_of_every_component_is_saved_and_restored(int experience, int step)
    {
        string[] kinds = ["dataset", "benchmark", "task", "metric", "strategy"];
        var made = new List<Dictionary<string, Counter>>();

        await InterruptedJob.EndsAsIfNeverStopped((run, events) => Job(run, events, kinds, made), experience, step);

        made.Count.ShouldBe(3);
        foreach (var kind in kinds)
        {
            made[0][kind].Restored.ShouldBeNull(kind);
            made[2][kind].Restored.ShouldBe(kind == "benchmark" ? 1 : made[2][kind].Restored!.Value, kind);
            made[2][kind].Restored.ShouldNotBeNull(kind);
            made[2][kind].Restored!.Value.ShouldBeGreaterThan(kind == "metric" && experience == 0 ? -1 : 0, kind);
        }

        foreach (var kind in kinds.Where(kind => kind is "task" or "metric" or "strategy"))
            made[2][kind].Value.ShouldBe(made[0][kind].Value, $"{kind} went on counting from where it was");
    }

    private static ToyJob Job(ToyRun run, EventLog events, string[] kinds, List<Dictionary<string, Counter>> made)
    {
        var counters = kinds.ToDictionary(kind => kind, _ => new Counter(), StringComparer.Ordinal);
        made.Add(counters);
        return new(run, new CountingStrategy(counters["strategy"]), InterruptedJob.Options())
        {
            Events = events,
            OwnDataset = new CountingDataset(counters["dataset"]),
            Benchmark = new CountingBenchmark(counters["benchmark"]),
            OwnTask = new CountingTask(counters["task"]),
            SetMetrics = [new CountingMetric(counters["metric"])],
        };
    }
}
