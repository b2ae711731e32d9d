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
            memory.Update(shelf, Shelf.Of((0, 3)));
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
        memory.Update(shelf, Shelf.Of((0, 5)));
        memory.Exemplars.Select(exemplar => exemplar.Sample.Index).ShouldBe([3, 2, 1, 4]);
    }

    [Fact]
    public void The_models_features_at_length_1_are_herded_as_iCaRL_does()
    {
        // Angles of 0, 50, 60 and 100 degrees at lengths that do not matter: the mean of the unit vectors points to 53.0.
        double[] angles = [0, 50, 60, 100];
        float[] lengths = [9, 0.1f, 4, 70];
        using var shelf = new Shelf
        {
            Model = new FeatureModel((source, _) => At(angles[source.Sample.Index], lengths[source.Sample.Index]), size: 2),
        };
        var features = SampleFeatures.Of(shelf, Shelf.Of((0, 4)), FeatureKind.Model, normalise: true);
        for (var i = 0; i < 4; i++)
        {
            features[$"0-{i}"][0].ShouldBe(Math.Cos(angles[i] * Math.PI / 180), 1e-6);
            features[$"0-{i}"][1].ShouldBe(Math.Sin(angles[i] * Math.PI / 180), 1e-6);
        }

        using var memory = new HerdingMemory(new() { PerClass = 4, Features = FeatureKind.Model }, shelf.Model);
        memory.Update(shelf, Shelf.Of((0, 4)));
        // Algorithm 4 taken literally (Python, float64): distances 0.828, 0.187, 0.212, 0.743; then 0.426, 0.180, 0.340; then 0.248, 0.276.
        memory.Exemplars.Select(exemplar => exemplar.Sample.Index).ShouldBe([1, 2, 0, 3]);

        static float[] At(double angle, float length) =>
            [length * (float)Math.Cos(angle * Math.PI / 180), length * (float)Math.Sin(angle * Math.PI / 180)];
    }

    [Fact]
    public void A_vector_or_a_picture_stands_for_a_sample_without_sound()
    {
        var info = Shelf.Of((0, 1))[0];
        using var letter = new Sample(info, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Features] = tensor(new float[] { 3, 4 }),
            [SampleKeys.Image] = ones(1, 2, 2),
        });
        using var shelf = new Shelf { Stored = letter };
        SampleFeatures.Of(shelf, [info], FeatureKind.Inputs, normalise: false)[info.Id].ShouldBe([3, 4]);
        using var picture = new Sample(info, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Image] = arange(4, ScalarType.Float32).reshape(1, 2, 2),
        });
        using var other = new Shelf { Stored = picture };
        SampleFeatures.Of(other, [info], FeatureKind.Inputs, normalise: false)[info.Id].ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public void A_model_without_embeddings_is_found_out_before_the_run()
    {
        using var model = new StubModel();
        Should.Throw<JobException>(() => new HerdingMemory(new() { Features = FeatureKind.Embeddings }, model))
            .Findings.Single().Where.ShouldBe("features");
        Should.Throw<JobException>(() => new HerdingMemory(new() { Features = FeatureKind.Model }, model))
            .Findings.Single().What.ShouldContain("features before a classifier");
        using var shelf = new Shelf();
        Should.Throw<RunFailedException>(() => new HerdingMemory(new()).Update(shelf, Shelf.Of((0, 2))))
            .Message.ShouldContain("'0-0' has neither object vectors");
    }
}
