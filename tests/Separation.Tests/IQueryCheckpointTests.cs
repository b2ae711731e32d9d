using PluginHost.Plugins.IQuery;

namespace PluginHost.Separation.Tests;

[Collection("libtorch's own generator")]
public sealed class IQueryCheckpointTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoints-");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(".pth")]
    [InlineData(".safetensors")]
    public void Weights_of_both_files_replace_those_of_the_seed(string extension)
    {
        using var source = Model(Options(), seed: 1);
        source.Module.buffers().First().fill_(0.5);
        var files = new CheckpointOptions { Sound = Save(source, "sound", extension), Maskformer = Save(source, "maskformer", extension) };
        using var model = Model(Options(files), seed: 2);
        model.Check().ShouldBeEmpty();
        var state = source.Module.state_dict();
        model.Module.state_dict().ShouldAllBe(entry => entry.Value.Equals(state[entry.Key]));
        model.Module.parameters().ShouldAllBe(parameter => parameter.requires_grad);
    }

    [Fact]
    public void One_file_leaves_the_other_network_to_the_seed()
    {
        using var source = Model(Options(), seed: 1);
        using var plain = Model(Options(), seed: 2);
        using var model = Model(Options(new() { Sound = Save(source, "sound", ".pth") }), seed: 2);
        var (state, loaded, seeded) = (model.Module.state_dict(), source.Module.state_dict(), plain.Module.state_dict());
        foreach (var (name, tensor) in state)
            tensor.Equals((name.StartsWith("sound.", StringComparison.Ordinal) ? loaded : seeded)[name]).ShouldBeTrue(name);
    }

    [Fact]
    public void Clones_and_grown_models_do_not_go_back_to_the_file()
    {
        using var source = Model(Options(), seed: 1);
        var file = Save(source, "maskformer", ".pth");
        using var model = Model(Options(new() { Maskformer = file }), seed: 2);
        model.Grow(5, 3);
        File.Delete(Path.Combine(_folder.FullName, file));
        using var clone = model.Clone();
        clone.Classes.ShouldBe(5);
        ((IQuerySeparator)clone).Queries.Equals(model.Queries).ShouldBeTrue();
    }

    [Fact]
    public void All_missing_extra_and_wrongly_shaped_tensors_of_both_files_are_listed()
    {
        using var source = Model(Options(), seed: 1);
        var files = new CheckpointOptions
        {
            Sound = Save(source, "sound", ".pth", state =>
            {
                state.Remove("downconv1.weight");
                state.Remove("bn0.bias");
                state["stray"] = zeros(1);
                state["upconv1.weight"] = zeros(3, 4);
                state["bn0.weight"] = zeros(1, dtype: ScalarType.Int64);
            }),
            Maskformer = Save(source, "maskformer", ".safetensors", state => state["down.weight"] = zeros(64, 700, 1)),
        };
        var error = Should.Throw<JobException>(() => Model(Options(files), seed: 2));
        error.Findings.Select(finding => (finding.Code, finding.Where)).ShouldBe(
        [
            ("IQ0202", "separator.options.checkpoints.sound"),
            ("IQ0203", "separator.options.checkpoints.sound"),
            ("IQ0204", "separator.options.checkpoints.sound"),
            ("IQ0205", "separator.options.checkpoints.sound"),
            ("IQ0204", "separator.options.checkpoints.maskformer"),
        ]);
        error.Findings[0].What.ShouldContain("lacks 2 tensors: bn0.bias, downconv1.weight.");
        error.Findings[1].What.ShouldContain("1 tensor: stray.");
        error.Findings[2].What.ShouldContain("upconv1.weight [3, 4] instead of [16, 32, 3, 3]");
        error.Findings[3].What.ShouldContain("bn0.weight Int64 instead of Float32");
        error.Findings[4].What.ShouldContain("down.weight [64, 700, 1] instead of [64, 768, 1]");
    }

    [Fact]
    public void Another_number_of_queries_is_a_finding_of_its_own()
    {
        using var source = Model(Options(), seed: 1, classes: 7);
        var error = Should.Throw<JobException>(() => Model(Options(new() { Maskformer = Save(source, "maskformer", ".pth") }), seed: 2));
        error.Findings.ShouldHaveSingleItem().Code.ShouldBe("IQ0206");
        error.Message.ShouldContain("has 7 queries, one a class, and the job begins with 3 classes");
    }

    [Fact]
    public void Blocks_that_the_original_never_uses_are_named_with_their_option()
    {
        var full = Options();
        full.UnusedBlocks = true;
        using var source = Model(full, seed: 1);
        var error = Should.Throw<JobException>(() => Model(Options(new() { Maskformer = Save(source, "maskformer", ".pth") }), seed: 2));
        error.Findings.ShouldHaveSingleItem().What.ShouldContain("has, and the network lacks, 18 tensors");
        error.Message.ShouldContain("unusedBlocks to true");
    }

    [Fact]
    public void Unreadable_files_are_found_before_the_run()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "bad.pth"), "no checkpoint");
        var options = Options(new() { Sound = "none.pth", Maskformer = "bad.pth" });
        using var model = new IQuerySeparator(options, new FolderRun(_folder.FullName));
        model.Check().Select(finding => (finding.Code, finding.Where))
            .ShouldBe([("IQ0201", "checkpoints.sound"), ("IQ0201", "checkpoints.maskformer")]);
        Should.Throw<JobException>(() => Model(options, seed: 2)).Findings.Count.ShouldBe(2);
    }

    private static IQueryOptions Options(CheckpointOptions? checkpoints = null) => new()
    {
        Downs = 4,
        Channels = [16, 16, 32, 32],
        MaskDim = 16,
        LatentStage = 3,
        Hidden = 64,
        Heads = 4,
        FeedForward = 32,
        DecoderLayers = 2,
        UnusedBlocks = false,
        Checkpoints = checkpoints ?? new(),
    };

    private IQuerySeparator Model(IQueryOptions options, long seed, int classes = 3)
    {
        var model = new IQuerySeparator(options, new FolderRun(_folder.FullName));
        model.Build(new()
        {
            Classes = classes,
            Seed = seed,
            Inputs = new Dictionary<string, long[]>(StringComparer.Ordinal)
            {
                [BatchKeys.Input] = [1, 32, 32],
                [SeparationKeys.Object] = [512],
                [SeparationKeys.Motion] = [768, 8],
            },
        });
        return model;
    }

    private string Save(IQuerySeparator model, string part, string extension, Action<Dictionary<string, Tensor>>? change = null) =>
        SavedPart.Write(_folder.FullName, model.Module, part, extension, change);
}
