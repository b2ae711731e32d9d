using PluginHost.Distillation;
using PluginHost.Learning.Separation;
using PluginHost.Plugins.Ewf;
using PluginHost.Plugins.Plop;

namespace PluginHost.Strategies.Tests;

public sealed class PodTests
{
    [Fact]
    public void A_map_becomes_the_means_over_width_and_height_of_its_tiles()
    {
        using var map = tensor(new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }).view(1, 1, 2, 4);
        Values(LocalPod.Embed(map, [1], square: false)).ShouldBe([2.5f, 6.5f, 3, 4, 5, 6]);
        // Tiles of one row and two columns: means over width of each, then the columns themselves. A scale of 4 does not fit the height.
        Values(LocalPod.Embed(map, [2, 4], square: false)).ShouldBe([1.5f, 3.5f, 5.5f, 7.5f, 1, 2, 3, 4, 5, 6, 7, 8]);
        Values(LocalPod.Embed(map, [1], square: true)).ShouldBe([7.5f, 43.5f, 13, 20, 29, 40]);
    }

    [Fact]
    public void Rows_and_columns_beyond_equal_tiles_are_left_out()
    {
        using var map = arange(9, dtype: ScalarType.Float32).view(1, 1, 3, 3);
        Values(LocalPod.Embed(map, [2], square: false)).ShouldBe([0, 1, 3, 4, 0, 1, 3, 4]);
    }

    [Fact]
    public void The_distance_is_the_mean_over_items_of_the_length_of_the_difference()
    {
        using var student = tensor(new float[] { 3, 4, 0, 0 }).view(2, 2, 1, 1);
        using var teacher = zeros(2, 2, 1, 1);
        // Each number occurs twice, once per axis: sqrt(2)·5 for the first item and 0 for the second.
        LocalPod.Distance(student, teacher, new([1], Square: false)).ToDouble().ShouldBe(Math.Sqrt(2) * 5 / 2, 1e-6);
    }

    [Fact]
    public void The_distance_of_equal_maps_has_a_gradient_of_zero_rather_than_none()
    {
        using var student = ones(1, 1, 2, 2, requires_grad: true);
        using var teacher = ones(1, 1, 2, 2);
        LocalPod.Distance(student, teacher, new([1, 2], Square: true)).backward();
        Values(student.grad!).ShouldBe([0, 0, 0, 0]);
    }

    [Theory]
    [InlineData("ewf")]
    [InlineData("plop")]
    public void The_term_averages_weighted_layers_and_grows_with_the_classes_seen(string name)
    {
        using var scene = new ToyScene(name == "ewf"
            ? new EwfStrategy(new() { Pod = true, PodWeight = 0.25 })
            : new PlopStrategy(new() { MapWeight = 0.25, MaskWeight = 0 }));
        using var before = scene.Model.Clone();
        scene.Grow();
        scene.Disturb();

        var loss = scene.Loss();

        int[] rows = [0, 1, 2, 3, 4, 5];
        var maps = before.Forward(scene.Batch, new() { Rows = rows, Classes = [1, 1, 1, 1, 1, 1], FeatureMaps = ["map.sound"] });
        var distance = Distance(loss.Student["map.sound"], maps["map.sound"]);
        loss.Terms[1].Value.ToDouble().ShouldBe(Math.Sqrt(3.0 / 1) * 0.25 * distance, 1e-5);
    }

    [Fact]
    public void Maps_and_masks_count_with_a_factor_each()
    {
        using var scene = new ToyScene(new Plugins.FineTuning.FineTuningStrategy(new()));
        scene.Grow();
        var step = scene.Loss();
        ModelOutput Output(float map, float mask) => new(null, new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            ["map.sound"] = full(1, 1, 1, 1, map),
            [SeparationKeys.Masks] = full(2, 1, 1, 1, mask),
        });
        var loss = new LossContext(step.Learning, step.Step, scene.Batch, Output(3, 7), step.RowLoss);
        // At scale 1 a single number x gives (x, x), so a layer's distance is sqrt(2) times the difference; masks and maps are two layers.
        var both = LocalPod.Term(loss, Output(1, 4), Layers(0.5, 0.1), new([1, 2], Square: false))!.ToDouble();
        both.ShouldBe(Math.Sqrt(3) * Math.Sqrt(2) * ((0.5 * 2) + (0.1 * 3)) / 2, 1e-6);
        var masks = LocalPod.Term(loss, Output(1, 4), Layers(0, 0.1), new([1], Square: false))!.ToDouble();
        masks.ShouldBe(Math.Sqrt(3) * Math.Sqrt(2) * 0.1 * 3, 1e-6);
        LocalPod.Term(loss, Output(1, 4), Layers(0, 0), new([1], Square: false)).ShouldBeNull();

        PodLayer[] Layers(double map, double mask) => [new("map.sound", map), new(SeparationKeys.Masks, mask)];
    }

    [Fact]
    public void Maps_may_be_named_without_prefix_and_unknown_ones_are_reported()
    {
        using var scene = new ToyScene(new PlopStrategy(new() { Maps = ["sound"], MaskWeight = 0 }));
        scene.Grow();
        scene.Loss().Terms.Select(term => term.Name).ShouldBe(["base", "pod"]);
        Should.Throw<JobException>(() => new ToyScene(new PlopStrategy(new() { Maps = ["sound", "d9"] }))).Findings.ShouldHaveSingleItem().What.ShouldContain("d9");
        new PlopOptions { Scales = [1, 0] }.Check().ShouldHaveSingleItem().Where.ShouldBe("scales");
    }

    // An independent reckoning: squares of 2x2 maps pooled at scales 1 and 2.
    private static double Distance(Tensor student, Tensor teacher)
    {
        var (a, b) = (Values(student.detach()), Values(teacher.detach()));
        return Enumerable.Range(0, a.Length / 4).Average(item =>
        {
            var d = Enumerable.Range(4 * item, 4).Select(i => ((double)a[i] * a[i]) - ((double)b[i] * b[i])).ToArray();
            double[] coarse = [(d[0] + d[1]) / 2, (d[2] + d[3]) / 2, (d[0] + d[2]) / 2, (d[1] + d[3]) / 2];
            return Math.Sqrt(coarse.Sum(x => x * x) + (2 * d.Sum(x => x * x)));
        });
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
