using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace PluginHost.Jobs.Tests;

/// <summary>A job whose extractor has no published weights: the run trains a small one from its first experience's pictures, keeps it, and says so.</summary>
public sealed class FittedFeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Job => _folder.File("job.json", Text());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_run_goes_on_with_what_its_extractor_learned_and_reports_and_verbs_know_it()
    {
        var job = Job;
        Execute(0, "run", job, "--output", Folder("whole"), "--set", "engine.options.records.examples=1");
        using (var process = HostRun.Start(_folder.Path, "run", job, "--output", Folder("cut")))
        {
            while (!process.HasExited && !(Directory.Exists(Folder("cut/checkpoints")) && Directory.GetFiles(Folder("cut/checkpoints"), "state-*.json").Length > 0))
                await Task.Delay(5);
            process.Kill();
            HostRun.Finish(process).ExitCode.ShouldBe(137);
        }

        var learned = File.ReadAllBytes(Folder("cut/features/fitted.safetensors"));
        learned.ShouldBe(File.ReadAllBytes(Folder("whole/features/fitted.safetensors")));
        Execute(0, "run", job, "--output", Folder("cut"), "--resume");
        File.ReadAllBytes(Folder("cut/features/fitted.safetensors")).ShouldBe(learned);
        TinyJob.Numbers(Folder("cut")).ShouldBe(TinyJob.Numbers(Folder("whole")));

        var said = "come from a small network that this run trained from scratch: a ResNet-18 of width 2, without labels, on 16 pictures of 8 training samples of the first experience, 6 steps";
        foreach (var run in (string[])["whole", "cut"]) File.ReadAllText(Folder($"{run}/report/index.html")).ShouldContain(said, customMessage: run);

        // The mixture is separated with the run's own extractor: the figures are those of its test.
        var separated = Execute(0, "separate", "--run", Folder("whole"), "--example", "0", "--out", Folder("separated"), "--json");
        foreach (var row in JsonNode.Parse(separated.Output)!["rows"]!.AsArray().Skip(1))
            ((double)row!["SDR"]!).ShouldBe((double)row["SDR in the run's test"]!, 0.1);

        await File.WriteAllBytesAsync(Folder("whole/features/fitted.safetensors"), learned[..^40]);
        Execute(2, "separate", "--run", Folder("whole"), "--example", "0", "--out", Folder("again")).Errors.ShouldContain("CE0117");
    }

    [Fact]
    public void A_store_of_prepared_data_holds_the_pictures_that_each_run_learns_from()
    {
        var job = Job;
        var store = Folder("clips.db");
        Execute(0, "data", "prepare", job, "--to", store);
        Execute(2, "data", "prepare", job, "--to", Folder("bare.db"), "--without", "frames").Errors.ShouldContain("CE0603");
        string[] from = ["--set", "dataset=prepared", "--set", $"dataset.options.file={store}"];

        Execute(0, "run", job, "--output", Folder("original"));
        Execute(0, ["run", job, "--output", Folder("stored"), .. from]);

        TinyJob.Numbers(Folder("stored")).ShouldBe(TinyJob.Numbers(Folder("original")));
        // Checking a job trains nothing.
        Execute(0, "validate", job).Output.ShouldNotContain("trained from scratch");
    }

    [Fact]
    public void Data_without_pictures_is_refused_before_training()
    {
        var job = JsonNode.Parse(Text())!;
        job["task"] = "classification";
        job["separator"] = null;
        job.AsObject().Remove("separator");
        job["classifier"] = JsonNode.Parse("""{ "use": "mlp", "options": { "widths": [4] } }""");
        job["dataset"] = JsonNode.Parse("""{ "use": "letters", "options": { "source": "embedded" } }""");
        job["strategy"] = "fine-tuning";
        job["metric"] = new JsonArray("accuracy", "continual");
        job.AsObject().Remove("memory");

        Execute(2, "run", _folder.File("letters.json", job.ToJsonString()), "--output", Folder("run")).Errors.ShouldContain("CE0116");
    }

    private static string Text()
    {
        var job = JsonNode.Parse(TinyJob.Text)!;
        job["threads"] = 1;
        job["features"] = JsonNode.Parse("""{ "use": "rotnet", "options": { "width": 2, "imageSize": 32, "samples": 8, "framesPerSample": 2, "steps": 6, "batchSize": 4 } }""");
        return job.ToJsonString();
    }

    private string Folder(string name) => Path.Combine(_folder.Path, name);

    private HostRun Execute(int code, params string[] arguments)
    {
        var run = HostRun.Execute(_folder.Path, arguments);
        run.ExitCode.ShouldBe(code, run.Output + run.Errors);
        return run;
    }
}
