using System.Security.Cryptography;
using PluginHost.Plugins.Classifiers;
using PluginHost.Tensors;

namespace PluginHost.Pretraining.Tests;

/// <summary>A classifier that begins with the weights that a pre-training run exported.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_classifier_begins_with_the_exported_backbone_and_names_it_by_its_hash()
    {
        using var run = new ToyRun();
        using var job = await new PretrainingJob(run) { Steps = 2 }.Run();
        var (path, hash) = Exported(run);
        var events = new EventLog();
        using var classifier = new PerceptronClassifier(new() { Widths = [64, 32], Start = new() { Path = path, Sha256 = hash } }, run, events);
        classifier.Build(Spec());
        var learned = job.Model.Module.state_dict().Where(pair => pair.Key.StartsWith("backbone.", StringComparison.Ordinal)).ToArray();
        learned.Length.ShouldBe(4);
        foreach (var (name, value) in learned)
            classifier.Module.state_dict()[name].data<float>().ToArray().ShouldBe(value.data<float>().ToArray());
        events.Of<MessageReported>().ShouldContain(message => message.Text.Contains(hash, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_file_or_another_network_is_refused_before_anything_trains()
    {
        using var run = new ToyRun();
        using var job = await new PretrainingJob(run) { Steps = 2 }.Run();
        var (path, hash) = Exported(run);
        Refused(run, [64, 32], path, new string('0', 64)).ShouldContain(hash);
        Refused(run, [48, 32], path, hash).ShouldContain("another backbone");
        Refused(run, [64, 32], "nowhere.safetensors", hash).ShouldContain("no file");
    }

    [Fact]
    public async Task Weights_behind_another_prefix_serve_too_and_a_bad_file_is_named_with_every_tensor_at_fault()
    {
        using var scope = NewDisposeScope();
        using var run = new ToyRun();
        using var job = await new PretrainingJob(run) { Steps = 2 }.Run();
        var backbone = job.Model.Module.state_dict().Where(pair => pair.Key.StartsWith("backbone.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key["backbone.".Length..], pair => pair.Value.clone(), StringComparer.Ordinal);
        var wrapped = Write(run, "wrapped", backbone.Select(pair => KeyValuePair.Create("state_dict.module.encoder." + pair.Key, pair.Value)));
        using var classifier = new PerceptronClassifier(new() { Widths = [64, 32], Start = new() { Path = wrapped } }, run);
        classifier.Build(Spec());
        foreach (var (name, value) in backbone)
            classifier.Module.state_dict()["backbone." + name].data<float>().ToArray().ShouldBe(value.data<float>().ToArray());

        var names = backbone.Keys.Order(StringComparer.Ordinal).ToArray();
        var some = Write(run, "some", backbone.Where(pair => pair.Key == names[0]).Append(KeyValuePair.Create("stray", ones(1))));
        var what = Refused(run, [64, 32], some, null);
        foreach (var name in names.Skip(1)) what.ShouldContain($"{name} is missing");
        what.ShouldContain("stray is not one of the module's");

        backbone[names[1]].fill_(double.NaN);
        var broken = Write(run, "broken", backbone);
        Refused(run, [64, 32], broken, null).ShouldBe(
            $"'{Path.Combine(run.Directory, broken)}' has numbers that are infinite or not a number in 1 tensors: {names[1]}");
    }

    private static string Write(ToyRun run, string name, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        Safetensors.Write(Path.Combine(run.Directory, name + ".safetensors"), tensors);
        return name + ".safetensors";
    }

    private static string Refused(ToyRun run, int[] widths, string path, string? hash)
    {
        using var classifier = new PerceptronClassifier(new() { Widths = widths, Start = new() { Path = path, Sha256 = hash } }, run);
        return Should.Throw<JobException>(() => classifier.Build(Spec())).Findings.ShouldHaveSingleItem().What;
    }

    private static ModelSpec Spec() => new()
    {
        Classes = 10,
        Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal) { [BatchKeys.Input] = [1, 28, 28] },
        Seed = 9,
    };

    private static (string Path, string Hash) Exported(ToyRun run)
    {
        var path = Path.Combine("checkpoints", "experience-0.safetensors");
        return (path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(run.Directory, path)))));
    }
}
