using System.Text.Json;
using PluginHost.Plugins.Jsonl;

namespace PluginHost.Tests.Observers.Jsonl;

public sealed class JsonlObserverTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("events-").FullName;

    private string EventsPath => Path.Combine(folder, "events.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Each_event_is_one_object_with_time_name_and_data()
    {
        Write(new JsonlOptions(), resume: false, Events.Evaluation(), Events.Table());

        var lines = Read();
        lines.Select(line => line.GetProperty("event").GetString()).ShouldBe(["evaluation", "table"]);
        lines[0].GetProperty("time").GetDateTimeOffset().ShouldBe(Events.Start);
        lines[0].GetProperty("scores").GetProperty("SDR").GetDouble().ShouldBe(5.126);
        lines[0].GetProperty("scores").GetProperty("SIR").GetString().ShouldBe("NaN");
        lines[1].GetProperty("rows")[1][1].ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public void A_reader_sees_each_event_at_once()
    {
        using var observer = new JsonlObserver(new JsonlOptions(), new FakeRun(folder));
        observer.OnEvent(Events.Evaluation());

        Read().Count.ShouldBe(1);
    }

    [Fact]
    public void Progress_is_thinned_per_activity_and_its_end_is_kept()
    {
        var reports = Enumerable.Range(0, 101).SelectMany(second => (RunEvent[])
            [Events.Progress(second, second), Events.Progress(second, second, 1000, "rendering")]);

        Write(new JsonlOptions { ProgressEverySeconds = 30 }, resume: false, [.. reports]);

        Done("experience 1/4").ShouldBe([0, 30, 60, 90, 100]);
        Done("rendering").ShouldBe([0, 30, 60, 90]);
    }

    [Fact]
    public void Progress_can_be_left_out()
    {
        Write(new JsonlOptions { ProgressEverySeconds = 0 }, resume: false, Events.Progress(0, 0), Events.Progress(9, 100), Events.Evaluation());

        Read().Single().GetProperty("event").GetString().ShouldBe("evaluation");
    }

    [Fact]
    public void A_resumed_run_appends_and_drops_a_line_left_unfinished()
    {
        Write(new JsonlOptions(), resume: false, Events.Experience());
        File.AppendAllText(EventsPath, "{\"time\":\"2026-");

        Write(new JsonlOptions(), resume: true, Events.Evaluation());

        Read().Select(line => line.GetProperty("event").GetString()).ShouldBe(["experience-started", "evaluation"]);
    }

    [Fact]
    public void A_new_run_starts_a_new_file()
    {
        Write(new JsonlOptions(), resume: false, Events.Experience());
        Write(new JsonlOptions(), resume: false, Events.Evaluation());

        Read().Single().GetProperty("event").GetString().ShouldBe("evaluation");
    }

    [Fact]
    public void An_observer_that_saw_nothing_leaves_no_file()
    {
        Write(new JsonlOptions(), resume: false);

        File.Exists(EventsPath).ShouldBeFalse();
    }

    private void Write(JsonlOptions options, bool resume, params RunEvent[] events)
    {
        using var observer = new JsonlObserver(options, new FakeRun(folder) { Resume = resume });
        foreach (var runEvent in events) observer.OnEvent(runEvent);
    }

    private List<JsonElement> Read()
    {
        using var file = new StreamReader(new FileStream(EventsPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. file.ReadToEnd().TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
    }

    private List<long> Done(string activity) =>
        [.. Read().Where(line => line.GetProperty("activity").GetString() == activity).Select(line => line.GetProperty("done").GetInt64())];
}
