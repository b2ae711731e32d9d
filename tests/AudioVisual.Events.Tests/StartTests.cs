using System.Security.Cryptography;
using PluginHost.Plugins.AvMoe;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>Encoders that begin with weights of a file.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task Encoders_trained_on_base_classes_are_taken_over_frozen_and_named_by_their_hash()
    {
        using var run = new ToyRun();
        var plain = EventJob.Network();
        (plain.Frozen, plain.Adapters) = (false, false);
        using var job = await new EventJob(run) { Model = new AvMoeClassifier(plain), Steps = 2, Experiences = [["class 0", "class 1"]] }.Run();
        var path = Path.Combine(run.Directory, "checkpoints", "experience-0.safetensors");
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        var options = EventJob.Network();
        options.Start = new() { Path = path, Sha256 = hash };
        var events = new EventLog();
        using var scene = new Scene();
        using var scope = NewDisposeScope();
        using var model = new AvMoeClassifier(options, run, events);
        model.Build(scene.Spec());
        var (own, trained) = (model.Module.state_dict(), job.Model.Module.state_dict());
        foreach (var (name, value) in trained.Where(pair => pair.Key.StartsWith("encoder.", StringComparison.Ordinal)))
            own[name].equal(value).all().ToBoolean().ShouldBeTrue(name);
        model.ParameterGroups.ShouldNotContain(group => group.Name == "encoders");
        events.Of<MessageReported>().ShouldContain(message => message.Text.Contains(hash, StringComparison.Ordinal));

        options.Start.Sha256 = new('0', 64);
        Refused(options, run, scene).ShouldContain(hash);
        options.Start = new() { Path = "nowhere.safetensors" };
        Refused(options, run, scene).ShouldContain("no file");
        options.Start = new() { Path = path };
        options.Vision!.Width = 32;
        Refused(options, run, scene).ShouldContain("of other encoders");
    }

    [Fact]
    public void Files_with_the_authors_names_fill_each_encoder()
    {
        using var scope = NewDisposeScope();
        using var run = new ToyRun();
        using var scene = new Scene();
        using var source = scene.Build(EventJob.Network());
        var state = source.Module.state_dict();
        Write("vision", state.Where(pair => pair.Key.StartsWith("encoder.vision.", StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create("model." + pair.Key["encoder.vision.".Length..], pair.Value + 1))
            .Append(KeyValuePair.Create("model.head.weight", zeros(3, 3))));
        Write("sound", state.Where(pair => pair.Key.StartsWith("encoder.sound.", StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(
                "state_dict.sed_model." + pair.Key["encoder.sound.".Length..].Replace("swin.", "", StringComparison.Ordinal), pair.Value + 1)));
        var options = EventJob.Network();
        (options.VisionWeights, options.SoundWeights) = (new() { Path = "vision.safetensors" }, new() { Path = "sound.safetensors" });
        using var model = new AvMoeClassifier(options, run);
        model.Build(scene.Spec());
        var own = model.Module.state_dict();
        foreach (var (name, value) in state.Where(pair => pair.Key.StartsWith("encoder.vision.", StringComparison.Ordinal) || pair.Key.StartsWith("encoder.sound.", StringComparison.Ordinal)))
            own[name].equal(value + 1).all().ToBoolean().ShouldBeTrue(name);

        void Write(string name, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
            Safetensors.Write(Path.Combine(run.Directory, name + ".safetensors"), tensors);
    }

    private static string Refused(AvMoeOptions options, ToyRun run, Scene scene)
    {
        using var model = new AvMoeClassifier(options, run);
        var finding = Should.Throw<JobException>(() => model.Build(scene.Spec())).Findings.ShouldHaveSingleItem();
        (finding.Code, finding.Where).ShouldBe(("AM0103", "network.options.start"));
        return finding.What;
    }
}
