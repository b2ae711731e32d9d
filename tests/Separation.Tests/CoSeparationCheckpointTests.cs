using PluginHost.Plugins.CoSeparation;

namespace PluginHost.Separation.Tests;

[Collection("libtorch's own generator")]
public sealed class CoSeparationCheckpointTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checkpoints-");

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Official_files_load_with_their_first_convolution_named_twice()
    {
        using var source = Model(new(), seed: 1);
        var files = new CheckpointOptions
        {
            Sound = Save(source, "sound"),
            Classifier = Save(source, "classifier", state => state["conv1.weight"] = state["feature_extraction.0.weight"]),
        };
        using var model = Model(files, seed: 2);
        model.Check().ShouldBeEmpty();
        var state = source.Module.state_dict();
        foreach (var (name, tensor) in model.Module.state_dict())
            tensor.Equals(state[name]).ShouldBe(!name.StartsWith("object.", StringComparison.Ordinal), name);
    }

    [Fact]
    public void Another_number_of_classifier_rows_is_one_finding_and_other_shapes_another()
    {
        using var source = Model(new(), seed: 1, classes: 7);
        var files = new CheckpointOptions
        {
            Sound = Save(source, "sound", state => state["audionet_convlayer1.0.weight"] = zeros(1, 1, 4, 4)),
            Classifier = Save(source, "classifier"),
        };
        var error = Should.Throw<JobException>(() => Model(files, seed: 2));
        error.Findings.Select(finding => (finding.Code, finding.Where)).ShouldBe(
            [("CO0204", "separator.options.checkpoints.sound"), ("CO0206", "separator.options.checkpoints.classifier")]);
        error.Findings[1].What.ShouldContain("has 7 classifier rows, one a class, and the job begins with 3 classes");
    }

    private CoSeparationSeparator Model(CheckpointOptions checkpoints, long seed, int classes = 3)
    {
        var options = new CoSeparationOptions
        {
            Downs = 4,
            Channels = [4, 8, 8, 8],
            ClassifierChannels = [4, 8],
            ClassifierBlocks = 1,
            Checkpoints = checkpoints,
        };
        var model = new CoSeparationSeparator(options, new FolderRun(_folder.FullName));
        model.Build(SmallScene.Spec(classes, 32, seed));
        return model;
    }

    private string Save(CoSeparationSeparator model, string part, Action<Dictionary<string, Tensor>>? change = null) =>
        SavedPart.Write(_folder.FullName, model.Module, part, ".pth", change);
}
