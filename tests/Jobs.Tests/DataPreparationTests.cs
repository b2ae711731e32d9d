using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>A data set that is prepared once, and runs from the file.</summary>
public sealed class DataPreparationTests : IDisposable
{
    // The list of samples with the digests of all that is stored of them, without the order in which threads finished.
    private const string Listing = """
        import json, sqlite3, sys
        db = sqlite3.connect(sys.argv[1])
        print(db.execute("PRAGMA integrity_check").fetchone()[0])
        print(json.dumps(db.execute("SELECT place, id, split, labels, stored, seconds FROM samples ORDER BY place").fetchall()))
        print(json.dumps(db.execute("SELECT sample, name, dtype, shape, encoding, hex(sha256) FROM tensors ORDER BY sample, name").fetchall()))
        print(db.execute("SELECT value FROM info WHERE key = 'content'").fetchone()[0])
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public void A_run_from_the_file_on_a_read_only_file_system_gives_the_numbers_of_a_run_from_the_original()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        var data = Directory.CreateDirectory(Path.Combine(_folder.Path, "my data ü")).FullName;
        var file = Path.Combine(data, "clips #1.db");
        var prepared = HostRun.Execute(_folder.Path, "data", "prepare", job, "--to", file, "--threads", "2");
        prepared.ExitCode.ShouldBe(0, prepared.Output + prepared.Errors);
        prepared.Output.ShouldContain("32 samples");
        prepared.Output.ShouldContain($"--set 'dataset.options.file={file}'");
        string[] from = ["--set", "dataset=prepared", "--set", $"dataset.options.file={file}"];

        Run("original", job).ExitCode.ShouldBe(0);
        var stored = Run("stored", [job, .. from]);
        stored.ExitCode.ShouldBe(0, stored.Output + stored.Errors);
        TinyJob.Numbers(Path.Combine(_folder.Path, "stored")).ShouldBe(TinyJob.Numbers(Path.Combine(_folder.Path, "original")));

        var other = Run("other", [job, .. from, "--set", "features.options.seed=7"]);
        other.ExitCode.ShouldBe(2, other.Output + other.Errors);
        other.Errors.ShouldContain("PRE0001");

        // A mount of this test's own, which goes with the process.
        Skip.IfNot(Environment.UserName == "root", "a read-only mount needs root");
        var mounted = HostRun.Finish(HostRun.StartProgram("unshare", _folder.Path,
        [
            "--mount", "sh", "-c", "mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\" && ! touch \"$0/x\" 2>/dev/null && exec \"$@\"", data,
            "dotnet", Path.Combine(HostRun.ArtifactsRoot, "host", "dotnet-host.dll"), "data", "check", job, .. from, "--json",
        ]));
        mounted.ExitCode.ShouldBe(0, mounted.Output + mounted.Errors);
        var rows = JsonNode.Parse(mounted.Output)!["tables"]![0]!["rows"]!.AsArray();
        rows.Select(row => (string)row![0]!).ShouldBe(["flute", "drum", "violin", "piano", "all"]);
        // Four to train on, two to choose by, two to test, of 1.2 seconds each.
        rows[0]!.AsArray().Skip(1).Take(5).Select(cell => (double)cell!).ShouldBe([4, 2, 2, 9.6, 1.2]);
    }

    [Fact]
    public async Task A_preparation_that_is_killed_and_stopped_goes_on_and_ends_as_one_that_was_not()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        string[] many = ["--set", "dataset.options.trainClips=200", "--threads", "2"];
        var (whole, cut) = (Path.Combine(_folder.Path, "whole.db"), Path.Combine(_folder.Path, "cut.db"));
        HostRun.Execute(_folder.Path, ["data", "prepare", job, "--to", whole, .. many]).ExitCode.ShouldBe(0);

        using (var process = HostRun.Start(_folder.Path, ["data", "prepare", job, "--to", cut, .. many]))
        {
            await Written(cut, process);
            process.Kill();
            HostRun.Finish(process).ExitCode.ShouldBe(137);
        }

        var unfinished = Run("unfinished", job, "--set", "dataset=prepared", "--set", $"dataset.options.file={cut}");
        unfinished.ExitCode.ShouldBe(2, unfinished.Output + unfinished.Errors);
        unfinished.Errors.ShouldContain("STO0004");
        var other = HostRun.Execute(_folder.Path, ["data", "prepare", job, "--to", cut, .. many, "--set", "dataset.options.sampleRate=8000"]);
        other.ExitCode.ShouldBe(2);
        other.Errors.ShouldContain("STO0007");
        other.Errors.ShouldContain("11025");

        using (var process = HostRun.Start(_folder.Path, ["data", "prepare", job, "--to", cut, .. many]))
        {
            await Written(cut, process);
            HostRun.Finish(HostRun.StartProgram("kill", _folder.Path, ["-TERM", $"{process.Id}"]));
            var stopped = HostRun.Finish(process);
            stopped.ExitCode.ShouldBe(130, stopped.Output + stopped.Errors);
            stopped.Errors.ShouldContain("the same command goes on there");
        }

        var rest = HostRun.Execute(_folder.Path, ["data", "prepare", job, "--to", cut, .. many, "--json"]);
        rest.ExitCode.ShouldBe(0, rest.Output + rest.Errors);
        var json = JsonNode.Parse(rest.Output)!;
        ((long)json["samples"]!).ShouldBe(816);
        ((long)json["added"]!).ShouldBeInRange(1, 700);
        Python(cut).ShouldBe(Python(whole));
        Python(cut).ShouldStartWith("ok\n");
    }

    [SkippableFact]
    public void A_full_disk_is_told_and_what_was_written_stays()
    {
        Skip.IfNot(Environment.UserName == "root", "a small disk needs root");
        var job = _folder.File("job.json", TinyJob.Text);
        var disk = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;
        // Saved from the disk before it goes with the process.
        var script = "mount -t tmpfs -o size=40m tmpfs \"$0\"; \"$@\"; code=$?; cp \"$0\"/* \"$0/..\"; exit $code";
        string[] command =
        [
            "dotnet", Path.Combine(HostRun.ArtifactsRoot, "host", "dotnet-host.dll"), "data", "prepare", job, "--to", Path.Combine(disk, "clips.db"),
            "--threads", "2", "--set", "dataset.options.trainClips=150",
        ];
        var full = HostRun.Finish(HostRun.StartProgram("unshare", _folder.Path, ["--mount", "sh", "-c", script, disk, .. command]));
        full.ExitCode.ShouldBe(4, full.Output + full.Errors);
        full.Errors.ShouldContain("the disk is full");
        full.Errors.ShouldContain("samples are in it to stay");

        var rescued = Path.Combine(_folder.Path, "clips.db");
        command[6] = rescued;
        var rest = HostRun.Execute(_folder.Path, [.. command[2..], "--json"]);
        rest.ExitCode.ShouldBe(0, rest.Output + rest.Errors);
        ((long)JsonNode.Parse(rest.Output)!["added"]!).ShouldBeLessThan(616);
        Python(rescued).ShouldStartWith("ok\n");
    }

    private HostRun Run(string output, params string[] arguments) =>
        HostRun.Execute(_folder.Path, ["run", .. arguments, "--output", Path.Combine(_folder.Path, output), "--threads", "1"]);

    // Until a transaction was made to last, as one has 16 MiB at most.
    private static async Task Written(string file, System.Diagnostics.Process process)
    {
        var before = File.Exists(file) ? new FileInfo(file).Length : 0;
        while (!process.HasExited && (!File.Exists(file) || new FileInfo(file).Length < before + 20_000_000)) await Task.Delay(5);
    }

    private string Python(string file)
    {
        var read = HostRun.Finish(HostRun.StartProgram("/usr/bin/python3", _folder.Path, ["-c", Listing, file]));
        read.ExitCode.ShouldBe(0, read.Errors);
        return read.Output;
    }
}
