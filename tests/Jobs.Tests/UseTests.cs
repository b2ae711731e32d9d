using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>What a run has learned, used as a user does: separate, predict, export, and a job that starts from exported weights.</summary>
public sealed class UseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Run => Folder("out");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_separators_run_keeps_examples_separates_files_of_any_length_and_hands_its_weights_on()
    {
        var job = _folder.File("job.json", TinyJob.Text);
        Execute(0, "run", job, "--output", Run, "--threads", "1", "--set", "engine.options.records.examples=4");
        KeepsExamples();
        SeparatesATestMixtureAsItWasTested();
        SeparatesAVideo();
        RefusesWhatItCannotSeparate();
        StartsFromExportedWeights(job);
    }

    [Fact]
    public void A_classifiers_run_names_the_classes_of_files_and_of_those_that_it_cannot_read_says_so()
    {
        var job = _folder.File("job.json", """
            {
              "name": "digits", "seed": 5, "threads": 1,
              "engine": { "use": "continual", "options": {
                "batchSize": 16, "steps": { "first": 30, "later": 30 }, "optimizers": { "*": { "type": "sgd", "rate": 0.05 } } } },
              "task": "classification", "classifier": { "use": "mlp", "options": { "widths": [16] } },
              "dataset": { "use": "digits", "options": { "variant": "sklearn", "source": "embedded" } },
              "benchmark": { "use": "class-incremental", "options": { "classesPerExperience": 5 } },
              "strategy": "fine-tuning", "metric": ["accuracy", "confusion", "continual"]
            }
            """);
        Execute(0, "run", job, "--output", Run);
        var pictures = Path.Combine(_folder.Path, "my \"ünd\" pictures");
        Directory.CreateDirectory(pictures);
        foreach (var item in Examples()["items"]!.AsArray())
        {
            var file = (string)item!["parts"]!.AsArray().Single(part => (string)part!["kind"]! == "picture")!["file"]!;
            File.Copy(Path.Combine(Run, "examples", file), Path.Combine(pictures, "-" + file));
        }

        File.WriteAllText(Path.Combine(pictures, "no.png"), "x");
        var predicted = Execute(0, "predict", "--run", Run, "--input", pictures, "--out", Folder("said"));
        predicted.Errors.ShouldContain("MEDIA02");
        // The file is the very input that the run's model was wrong about.
        var lines = File.ReadAllLines(Path.Combine(Folder("said"), "predictions.csv"));
        lines.Length.ShouldBe(5);
        for (var i = 0; i < 4; i++)
        {
            var item = Examples()["items"]![i]!;
            var cells = lines[i + 1].Replace("\"\"", "", StringComparison.Ordinal).Split(',');
            ((string)item["title"]!).ShouldEndWith($"predicted as {cells[1]}");
            double.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture).ShouldBe((double)item["figures"]!["probability"]!, 0.0002);
        }

        Execute(2, "predict", "--run", Run, "--input", Folder("nowhere"), "--out", Folder("said")).Errors.ShouldContain("CT0202");
        Execute(2, "separate", "--run", Run, "--input", job, "--classes", "1", "--out", Folder("said")).Errors.ShouldContain("CE0702");
    }

    private void KeepsExamples()
    {
        var parts = Examples()["items"]!.AsArray().SelectMany(item => item!["parts"]!.AsArray()).ToArray();
        parts.Length.ShouldBe(4 * (2 + (2 * 7)));
        foreach (var file in parts.Select(part => (string?)part!["file"]).OfType<string>())
            new FileInfo(Path.Combine(Run, "examples", file)).Length.ShouldBeGreaterThan(100);
    }

    private void SeparatesATestMixtureAsItWasTested()
    {
        for (var place = 0; place < 3; place++)
        {
            var rows = JsonNode.Parse(Execute(0, "separate", "--run", Run, "--example", $"{place}", "--out", Folder("test"), "--json").Output)!["rows"]!
                .AsArray();
            rows.Count.ShouldBe(3);
            foreach (var row in rows.Skip(1)) ((double)row!["SDR"]!).ShouldBe((double)row["SDR in the run's test"]!, 0.02);
        }

        // Without saved states the weights of the last experience do.
        var before = File.ReadAllBytes(Directory.GetFiles(Folder("test"), "*.wav")[0]);
        Execute(0, "runs", "clean", Run, "--yes");
        Execute(0, "separate", "--run", Run, "--example", "2", "--out", Folder("test"));
        File.ReadAllBytes(Directory.GetFiles(Folder("test"), "*.wav")[0]).ShouldBe(before);
    }

    private void SeparatesAVideo()
    {
        var video = Folder("-my clip.mp4");
        Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=12:d=3.3", "-f", "lavfi", "-i", "aevalsrc=0.3*sin(2200*t)+0.2*sin(5000*t):s=44100:d=3.3",
            "-c:v", "mpeg4", "-c:a", "aac", "-shortest", video);
        var parted = Execute(0, "separate", "--run", Run, "--input", video, "--classes", "flute,drum", "--out", Folder("parted"));
        parted.Output.ShouldContain("level (dBFS)");
        foreach (var name in new[] { "mixture", "flute", "drum" })
        {
            var (rate, seconds) = Wave(Path.Combine(Folder("parted"), name + ".wav"));
            rate.ShouldBe(44100);
            seconds.ShouldBe(3.3, 0.06);
            File.Exists(Path.Combine(Folder("parted"), name + ".png")).ShouldBeTrue();
        }

        // A sound and pictures of their own.
        var sound = Folder("mix.wav");
        Ffmpeg("-i", video, "-vn", "-ar", "22050", sound);
        var frames = Directory.CreateDirectory(Folder("frames")).FullName;
        Ffmpeg("-i", video, "-vf", "fps=8", Path.Combine(frames, "%03d.png"));
        Execute(0, "separate", "--run", Run, "--input", sound, "--classes", "violin", "--pictures", $"violin={frames}", "--out", Folder("alone"));
        Wave(Path.Combine(Folder("alone"), "violin.wav")).Rate.ShouldBe(22050);
    }

    private void RefusesWhatItCannotSeparate()
    {
        var sound = Folder("mix.wav");
        string[] to = ["--out", Folder("refused")];
        Execute(2, ["separate", "--run", Run, "--input", sound, "--classes", "flut", .. to]).Errors.ShouldContain("Did you mean 'flute'?");
        Execute(2, ["separate", "--run", Run, "--input", sound, .. to]).Errors.ShouldContain("SEP0203");
        // A sound shows nothing.
        Execute(2, ["separate", "--run", Run, "--input", sound, "--classes", "flute", .. to]).Errors.ShouldContain("has no picture");
        Execute(2, ["separate", "--run", Run, "--input", sound, "--classes", "flute", "--pictures", $"drum={Folder("frames")}", .. to]).Errors
            .ShouldContain("'drum', which is not asked for");
        Execute(2, ["separate", "--run", Run, "--example", "99", .. to]).Errors.ShouldContain("a number from 0 to 7");
        Execute(2, ["separate", "--run", Run, .. to]).Errors.ShouldContain("either --input FILE or --example N");
        Execute(2, ["separate", "--run", _folder.Path, "--example", "0", .. to]).Errors.ShouldContain("PH0114");
        var cut = Folder("cut.mp4");
        var whole = File.ReadAllBytes(Folder("-my clip.mp4"));
        File.WriteAllBytes(cut, whole[..(whole.Length / 2)]);
        Execute(2, ["separate", "--run", Run, "--input", cut, "--classes", "flute", .. to]).Errors.ShouldContain("MEDIA03");
        File.WriteAllBytes(cut, []);
        Execute(2, ["separate", "--run", Run, "--input", cut, "--classes", "flute", .. to]).Errors.ShouldContain("is empty");
        var file = _folder.File("a-file", "");
        Execute(4, "separate", "--run", Run, "--example", "0", "--out", Path.Combine(file, "below")).Errors.ShouldContain("PH0903");
        Execute(4, "export", "--run", Run, "--out", Path.Combine(file, "below")).Errors.ShouldContain("PH0905");
        if (Directory.Exists(Folder("refused"))) Directory.GetFiles(Folder("refused"), "*.wav*").ShouldBeEmpty();
    }

    private void StartsFromExportedWeights(string job)
    {
        Execute(0, "export", "--run", Run, "--out", Folder("model"));
        var weights = Path.Combine(Folder("model"), "model.safetensors");
        var card = File.ReadAllText(Path.Combine(Folder("model"), "README.md"));
        card.ShouldContain("flute, drum, violin, piano");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(weights)));
        card.ShouldContain(hash);
        ((string)JsonNode.Parse(File.ReadAllText(Path.Combine(Folder("model"), "model.json")))!["sha256"]!).ShouldBe(hash);
        string[] small = ["--threads", "1", "--set", "engine.options.steps={\"first\":1,\"later\":1}"];
        var next = Execute(0, ["run", job, "--output", Folder("next"), "--weights", weights, .. small]);
        next.Output.ShouldContain(hash);
        // The other model has other tensors.
        var other = _folder.File("other.json", TinyJob.With("sound-of-pixels"));
        Execute(2, ["run", other, "--output", Folder("other"), "--weights", weights, .. small]).Errors.ShouldContain("CE0704");
        Execute(2, ["run", job, "--output", Folder("none"), "--weights", Folder("none.pth"), .. small]).Errors.ShouldContain("CE0703");
    }

    private JsonNode Examples() => JsonNode.Parse(File.ReadAllText(Path.Combine(Run, "examples", "index.json")))!;

    private static (int Rate, double Seconds) Wave(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var rate = BitConverter.ToInt32(bytes, 24);
        return (rate, BitConverter.ToInt32(bytes, 40) / 2.0 / rate);
    }

    private static void Ffmpeg(params string[] arguments)
    {
        using var ffmpeg = HostRun.StartProgram("ffmpeg", Path.GetTempPath(), ["-nostdin", "-v", "error", "-y", .. arguments]);
        HostRun.Finish(ffmpeg).ExitCode.ShouldBe(0);
    }

    private HostRun Execute(int code, params string[] arguments)
    {
        var run = HostRun.Execute(_folder.Path, arguments);
        run.ExitCode.ShouldBe(code, run.Output + run.Errors);
        return run;
    }

    private string Folder(string name) => Path.Combine(_folder.Path, name);
}
