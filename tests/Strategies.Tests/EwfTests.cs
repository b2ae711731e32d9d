using PluginHost.Plugins.Ewf;
using PluginHost.Strategies.Tests.Line;

namespace PluginHost.Strategies.Tests;

public sealed class EwfTests
{
    [Fact]
    public void The_share_of_new_weights_falls_as_classes_add_up()
    {
        WeightFusion.Alpha(5, 5).ShouldBe(0.70710678, 1e-8);
        WeightFusion.Alpha(5, 10).ShouldBe(0.57735027, 1e-8);
        WeightFusion.Alpha(5, 15).ShouldBe(0.5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.25)]
    public void What_was_there_before_is_fused_and_new_rows_and_counters_are_kept(double? given)
    {
        using var model = new LineModel(new double[,] { { 1, 2 }, { 3, 4 } });
        model.Set(new double[,] { { 1, 2 }, { 3, 4 } }, mean: 10, counter: 7);
        using var scene = Line(model, new EwfStrategy(new() { Alpha = given }));
        scene.Hooks.AfterExperience();
        model.Queries.data<double>().ToArray().ShouldBe([1, 2, 3, 4]);
        scene.Next();
        model.Set(new double[,] { { 5, 2 }, { 3, 0 }, { 6, 8 } }, mean: 20, counter: 9);

        scene.Hooks.AfterExperience();

        // One new class beside two old ones.
        var a = given ?? Math.Sqrt(1.0 / 3);
        var fused = model.Queries.data<double>().ToArray();
        double[] expected = [((1 - a) * 1) + (a * 5), 2, 3, (1 - a) * 4, 6, 8];
        for (var i = 0; i < expected.Length; i++) fused[i].ShouldBe(expected[i], 1e-14);
        model.Mean.ToDouble().ShouldBe(((1 - a) * 10) + (a * 20), 1e-13);
        model.Counter.ToInt64().ShouldBe(9);
    }

    [Fact]
    public void Of_several_grown_parameters_the_old_parts_are_fused_and_the_new_ones_kept()
    {
        using var before = nn.Linear(2, 2, dtype: ScalarType.Float64);
        using var after = nn.Linear(2, 3, dtype: ScalarType.Float64);
        using (no_grad())
        {
            before.weight!.fill_(0);
            before.bias!.fill_(8);
            after.weight!.fill_(4);
            after.bias!.fill_(4);
        }

        WeightFusion.Fuse(after, before.state_dict(), alpha: 0.25);
        after.weight.data<double>().ToArray().ShouldBe([1, 1, 1, 1, 4, 4]);
        after.bias.data<double>().ToArray().ShouldBe([7, 7, 4]);
    }

    [Fact]
    public void Distillation_of_maps_needs_a_model_that_gives_them()
    {
        using var model = new LineModel(new double[,] { { 1, 2 }, { 3, 4 } });
        Should.Throw<JobException>(() => Line(model, new EwfStrategy(new() { Pod = true })));
    }

    private static Scene Line(LineModel model, IStrategy strategy)
    {
        var samples = new LineSamples((0, [1, 0], 0));
        return new(model, new LineTask(), samples, Scene.Stream(samples.Infos), [strategy]);
    }
}
