using PluginHost.Plugins.ClosestToMeanMemory;
using PluginHost.Plugins.HerdingMemory;

namespace PluginHost.Memories.Tests;

public sealed class FeatureTests
{
    private static readonly float[][] Corner = [[1, 0], [0, 1], [5, 5]];

    [Fact]
    public void Normalising_changes_which_sample_is_closest()
    {
        using var shelf = new Shelf { Objects = sample => Corner[sample.Index] };
        string First(bool normalise)
        {
            var memory = new ClosestToMeanMemory(new() { Normalise = normalise });
            memory.Insert(shelf, Shelf.Of((0, 3)));
            return memory.Exemplars.Single().Sample.Id;
        }

        // As they are, the mean is (2, 2): the two short ones are nearer. At length 1 the diagonal one is.
        First(normalise: false).ShouldBe("0-0");
        First(normalise: true).ShouldBe("0-2");
    }

    [Fact]
    public void Inputs_are_the_means_of_object_and_motion_vectors_each_at_length_1()
    {
        var info = Shelf.Of((0, 1))[0];
        using var sample = new Sample(info, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Objects] = tensor(new float[,] { { 2, 4 }, { 4, 4 } }),
            [SampleKeys.Motion] = tensor(new float[,] { { 5, 15, 10 }, { 0, 0, 0 } }),
        });
        using var shelf = new Shelf { Stored = sample };
        SampleFeatures.Of(shelf, [info], FeatureKind.Inputs, normalise: false)[info.Id].ShouldBe([3, 4, 10, 0]);
        var scaled = SampleFeatures.Of(shelf, [info], FeatureKind.Inputs, normalise: true)[info.Id];
        double[] expected = [0.6, 0.8, 1, 0];
        for (var i = 0; i < 4; i++) scaled[i].ShouldBe(expected[i] / Math.Sqrt(2), 1e-12);
    }

    [Fact]
    public void Embeddings_are_averaged_over_the_rows_of_a_sample_and_herded()
    {
        // 0, 1, 2, 3, 10 on average; as first source and as partner they are off by 100 to either side.
        float[] values = [0, 1, 2, 3, 10];
        using var shelf = new Shelf
        {
            Model = new EmbeddingModel((source, slot) => [values[source.Sample.Index] + (slot == 0 ? 100 : -100)]),
        };
        var features = SampleFeatures.Of(shelf, Shelf.Of((0, 5)), FeatureKind.Embeddings, normalise: false);
        for (var i = 0; i < 5; i++) features[$"0-{i}"].ShouldBe([1, 0, values[i]]);
        var memory = new HerdingMemory(new() { PerClass = 4, Features = FeatureKind.Embeddings, Normalise = false }, shelf.Model);
        memory.Insert(shelf, Shelf.Of((0, 5)));
        memory.Exemplars.Select(exemplar => exemplar.Sample.Index).ShouldBe([3, 2, 1, 4]);
    }

    [Fact]
    public void A_model_without_embeddings_is_found_out_before_the_run()
    {
        using var model = new StubModel();
        Should.Throw<JobException>(() => new HerdingMemory(new() { Features = FeatureKind.Embeddings }, model))
            .Findings.Single().Where.ShouldBe("features");
        using var shelf = new Shelf();
        Should.Throw<RunFailedException>(() => new HerdingMemory(new()).Insert(shelf, Shelf.Of((0, 2))))
            .Message.ShouldContain("'0-0' has neither object vectors");
    }
}
