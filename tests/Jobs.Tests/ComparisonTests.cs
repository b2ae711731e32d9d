using System.Diagnostics;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>Grids of tiny jobs, as a user compares them.</summary>
public sealed class ComparisonTests : IDisposable
{
    // The second method's weights grow ten thousandfold with every step, so that its loss is soon no number.
    private const string Text = """
        {
          "name": "grid", "job": "job.json",
          "axes": [
            { "name": "method", "values": [
              { "name": "sound" },
              { "name": "exploding", "set": { "engine.options.optimizers.*": { "type": "sgd", "rate": 1000, "weightDecay": 10 } } }
            ] },
            { "name": "seed", "path": "seed", "values": [1, 2], "repetition": true }
          ],
          "table": { "rows": ["method"], "figures": [ { "name": "SDR", "path": "experiences[last].test.scores.SDR" } ] },
          "published": { "source": "a paper", "cells": [ { "at": { "method": "sound" }, "figures": { "SDR": 7.33 } } ] }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public ComparisonTests()
    {
        _folder.File("job.json", TinyJob.Text);
        _folder.File("grid.json", Text);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_failed_cell_does_not_stop_the_others_and_finished_ones_are_not_repeated()
    {
        var first = Compare("--parallel", "2");

        first.ExitCode.ShouldBe(4, first.Output + first.Errors);
        first.Output.ShouldContain("done    sound, seed 1");
        first.Output.ShouldContain("done    sound, seed 2");
        first.Output.ShouldContain("FAILED  exploding, seed 1");
        first.Output.ShouldContain("The loss is");
        var sdr = new[] { 1, 2 }.Select(Sdr).ToArray();
        Table("table.csv").ShouldContain($"sound,SDR,,2,2,0,{sdr.Average():R},");
        Table("table.csv").ShouldContain(",7.33,a paper,");
        Table("table.md").ShouldContain("| exploding | - | - | - | failed |");
        Table("cells.csv").Split('\n')[1].ShouldStartWith("sound,1,done,");
        File.ReadAllText(Path.Combine(Cell("exploding_seed-1"), "output.log")).ShouldContain("exploding_seed-1.job.json");
        JsonNode.Parse(File.ReadAllText(Path.Combine(Cell("exploding_seed-1"), "job.json")))!["seed"]!.GetValue<int>().ShouldBe(1);
        // Two at a time share the cores.
        var threads = JsonNode.Parse(File.ReadAllText(Path.Combine(Cell("sound_seed-1"), "job.json")))!["threads"]!.GetValue<int>();
        threads.ShouldBe(Math.Max(1, Environment.ProcessorCount / 2));

        var written = File.GetLastWriteTimeUtc(Path.Combine(Cell("sound_seed-1"), "metrics.json"));
        var second = Compare("--only", "seed=1");

        second.ExitCode.ShouldBe(4, second.Output + second.Errors);
        second.Output.ShouldContain("resume  exploding, seed 1");
        second.Output.ShouldNotContain("sound, seed 1 in");
        File.GetLastWriteTimeUtc(Path.Combine(Cell("sound_seed-1"), "metrics.json")).ShouldBe(written);

        var changed = Compare("--only", "method=sound", "--set", "engine.options.batchSize=3");

        changed.ExitCode.ShouldBe(2, changed.Output + changed.Errors);
        changed.Errors.ShouldContain("PH0609");
        changed.Errors.ShouldContain("engine.options.batchSize was 4 and is now 3");
    }

    [Fact]
    public void A_stopped_comparison_goes_on_where_it_was()
    {
        // So many steps that no machine takes them all before the signal arrives.
        string[] half = ["--only", "method=sound", "--only", "seed=1", "--set", "engine.options.steps.first=400", "--set", "threads=1"];
        using (var process = HostRun.Start(_folder.Path, ["compare", "grid.json", .. half]))
        {
            var checkpoints = Path.Combine(Cell("sound_seed-1"), "checkpoints");
            bool Saved() => Directory.Exists(checkpoints) && Directory.EnumerateFiles(checkpoints, "state-*.json").Any();
            while (!Saved() && !process.HasExited) Thread.Sleep(20);
            Saved().ShouldBeTrue();
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            var stopped = HostRun.Finish(process);
            stopped.ExitCode.ShouldBe(130, stopped.Output + stopped.Errors);
            stopped.Output.ShouldContain("stop    sound, seed 1");
        }

        File.ReadAllText(Path.Combine(Cell("sound_seed-1"), "run.json")).ShouldContain("\"stopped\"");

        var resumed = Compare(half);

        resumed.ExitCode.ShouldBe(0, resumed.Output + resumed.Errors);
        resumed.Output.ShouldContain("resume  sound, seed 1");
        resumed.Output.ShouldContain("done    sound, seed 1");
        var whole = HostRun.Execute(
            _folder.Path,
            "run", "job.json", "--set", "seed=1", "--set", "engine.options.steps.first=400", "--threads", "1",
            "--output", Path.Combine(_folder.Path, "whole"));
        whole.ExitCode.ShouldBe(0);
        TinyJob.Numbers(Cell("sound_seed-1")).ShouldBe(TinyJob.Numbers(Path.Combine(_folder.Path, "whole")));
    }

    private HostRun Compare(params string[] more) => HostRun.Execute(_folder.Path, ["compare", "grid.json", .. more]);

    private string Cell(string name) => Path.Combine(_folder.Path, "runs", "grid", name);

    private string Table(string name) => File.ReadAllText(Path.Combine(_folder.Path, "runs", "grid", name));

    private double Sdr(int seed) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Cell($"sound_seed-{seed}"), "metrics.json")))!
            ["experiences"]!.AsArray()[^1]!["test"]!["scores"]!["SDR"]!.GetValue<double>();
}
