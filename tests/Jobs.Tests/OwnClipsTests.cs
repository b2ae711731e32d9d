using System.Text.Json.Nodes;
using AudioVisual.Data.Tests.Layouts;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>Videos of a user, with names as people give them and two that are broken, through the job that the README names.</summary>
public sealed class OwnClipsTests : IDisposable
{
    private static readonly string s_job = Path.Combine(HostRun.RepositoryRoot, "plugins", "dataset.audio-visual", "folder-job.json");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_videos_is_checked_and_trained_on_and_broken_ones_are_named_and_left_out()
    {
        var clips = Path.Combine(_folder.Path, "my clips");
        string[] classes = ["-flöte", "cello d'amore"];
        for (var number = 0; number < 6; number++) Video(Path.Combine(clips, classes[number % 2], $"take \"{number}\".mp4"), 200 + (90 * number));
        var whole = File.ReadAllBytes(Path.Combine(clips, classes[0], "take \"0\".mp4"));
        File.WriteAllBytes(Path.Combine(clips, classes[0], "cut.mp4"), whole[..(whole.Length / 2)]);
        File.WriteAllBytes(Path.Combine(clips, classes[1], "empty.mp4"), []);
        string[] own = ["--set", $"dataset.options.folder={clips}", "--set", "dataset.options.seconds=2"];

        var check = HostRun.Execute(_folder.Path, ["data", "check", s_job, .. own]);
        check.ExitCode.ShouldBe(2, check.Output + check.Errors);
        check.Errors.ShouldContain("AVD0022 sample -flöte/cut.mp4");
        check.Errors.ShouldContain("AVD0022 sample cello d'amore/empty.mp4");
        check.Errors.ShouldContain("2 of 8 samples cannot be used");

        var run = Path.Combine(_folder.Path, "out");
        var trained = HostRun.Execute(_folder.Path,
        [
            "run", s_job, .. own, "--set", "engine.options.steps.first=3", "--set", "engine.options.batchSize=2", "--set", "engine.options.data.faulty=skip",
            "--threads", "1", "--output", run,
        ]);
        trained.ExitCode.ShouldBe(0, trained.Output + trained.Errors);
        var metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "metrics.json")))!;
        metrics["classes"]!.AsArray().Select(name => (string)name!).ShouldBe(classes);
        metrics["skippedSamples"]!.AsArray().Count.ShouldBe(2);
        double.IsFinite((double)metrics["experiences"]![0]!["test"]!["scores"]!["SDR"]!).ShouldBeTrue();
        Directory.GetFiles(Path.Combine(run, "tensorboard"), "*tfevents*").Length.ShouldBe(1);

        HostRun.Execute(_folder.Path, "runs", "list", ".").Output.ShouldContain("folder, iquery, contav-sep");
    }

    [Fact]
    public void Sounds_with_vectors_in_files_train_without_pictures_and_without_an_extractor()
    {
        string[] classes = ["-flöte", "cello d'amore"];
        var clips = Path.Combine(_folder.Path, "music");
        var table = new List<string> { "id,class,split,audio" };
        for (var number = 0; number < 6; number++)
        {
            var name = $"{classes[number % 2]}/take '{number}'";
            table.Add($"take '{number}',{classes[number % 2]},{(number < 2 ? "test" : "train")},audio/{name}.wav");
            Sound(Path.Combine(clips, "audio", name + ".wav"), 200 + (90 * number));
            Numpy.Archive(Path.Combine(clips, "vectors", name + ".npz"), ("objects", Numpy.Array([2, 512])), ("motion", Numpy.Array([768, 8], ">f4")));
        }

        // One has vectors of another size, and another none.
        Sound(Path.Combine(clips, "audio", classes[0], "odd.wav"), 300);
        Numpy.Archive(Path.Combine(clips, "vectors", classes[0], "odd.npz"), ("objects", Numpy.Array([2, 768])));
        Sound(Path.Combine(clips, "audio", classes[0], "bare.wav"), 300);
        table.AddRange([$"odd,{classes[0]},train,audio/{classes[0]}/odd.wav", $"bare,{classes[0]},train,audio/{classes[0]}/bare.wav"]);
        File.WriteAllLines(Path.Combine(clips, "manifest.csv"), table);
        var job = Path.Combine(_folder.Path, "job.json");
        var text = File.ReadAllText(s_job);
        const string extractor = "\"features\": \"pixels\",";
        text.ShouldContain(extractor);
        File.WriteAllText(job, text.Replace(extractor, "", StringComparison.Ordinal).Replace("\"folder\": \"clips\"",
            "\"folder\": \"music\", \"features\": \"vectors\", \"pictures\": false", StringComparison.Ordinal));
        string[] own = ["--set", "dataset.options.seconds=2", "--set", "dataset.options.frameRate=1", "--set", "dataset.options.validation=0"];

        var check = HostRun.Execute(_folder.Path, ["data", "check", job, .. own]);
        check.ExitCode.ShouldBe(2, check.Output + check.Errors);
        check.Errors.ShouldContain("AVD0025 sample -flöte/odd");
        check.Errors.ShouldContain("1 of 7 samples cannot be used");
        (check.Output + check.Errors).ShouldContain("'-flöte/bare' has no features");

        var run = Path.Combine(_folder.Path, "out");
        var trained = HostRun.Execute(_folder.Path,
        [
            "run", job, .. own, "--set", "engine.options.steps.first=3", "--set", "engine.options.batchSize=2", "--set", "engine.options.data.faulty=skip",
            "--threads", "1", "--output", run,
        ]);
        trained.ExitCode.ShouldBe(0, trained.Output + trained.Errors);
        var metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "metrics.json")))!;
        metrics["skippedSamples"]!.AsArray().Count.ShouldBe(1);
        double.IsFinite((double)metrics["experiences"]![0]!["test"]!["scores"]!["SDR"]!).ShouldBeTrue();
    }

    private static void Sound(string file, int hertz)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string[] arguments = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", $"sine=frequency={hertz}:d=2.5", "-ar", "11025", file];
        using var ffmpeg = HostRun.StartProgram("ffmpeg", Path.GetTempPath(), arguments);
        HostRun.Finish(ffmpeg).ExitCode.ShouldBe(0);
    }

    private static void Video(string file, int hertz)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=48x48:r=8:d=2.5", "-f", "lavfi", "-i", $"sine=frequency={hertz}:d=2.5",
            "-c:v", "mpeg4", "-c:a", "aac", "-shortest", file,
        ];
        using var ffmpeg = HostRun.StartProgram("ffmpeg", Path.GetTempPath(), arguments);
        HostRun.Finish(ffmpeg).ExitCode.ShouldBe(0);
    }
}
