using System.Text.Json.Nodes;
using PluginHost.Plugins.Pretraining;
using PluginHost.Plugins.SelfSupervised;

namespace PluginHost.Pretraining.Tests;

/// <summary>Losses and probes against numbers that numpy computed from the papers' formulas (Data/losses.py).</summary>
public sealed class LossTests
{
    private static readonly JsonNode s_golden = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Data", "losses.json")))!;

    [Fact]
    public void InfoNce_equals_the_papers_formula_row_by_row()
    {
        using var scope = NewDisposeScope();
        Near(ViewLosses.InfoNce(Tensor("first"), Tensor("second"), 0.5), Numbers("ntXent"));
    }

    [Fact]
    public void VicReg_equals_the_papers_formula()
    {
        using var scope = NewDisposeScope();
        var loss = ViewLosses.VicReg(Tensor("first"), Tensor("second"), 25, 25, 1);
        loss.shape.ShouldBe([6]);
        Near(loss.mean(), [(double)s_golden["vicreg"]!]);
    }

    [Fact]
    public void Barlow_Twins_equals_the_papers_formula()
    {
        using var scope = NewDisposeScope();
        Near(ViewLosses.BarlowTwins(Tensor("first"), Tensor("second"), 0.005).mean(), [(double)s_golden["barlowTwins"]!]);
    }

    [Fact]
    public void A_reconstruction_is_measured_on_all_pixels_or_on_hidden_ones()
    {
        using var scope = NewDisposeScope();
        Near(ViewLosses.Reconstruction(Tensor("made"), Tensor("wanted"), null), Numbers("overAll"));
        Near(ViewLosses.Reconstruction(Tensor("made"), Tensor("wanted"), Tensor("hidden")), Numbers("overHidden"));
    }

    [Fact]
    public void Every_loss_of_views_has_a_gradient_for_both_views()
    {
        using var scope = NewDisposeScope();
        foreach (var loss in (Func<Tensor, Tensor, Tensor>[])[
            (a, b) => ViewLosses.InfoNce(a, b, 0.5), (a, b) => ViewLosses.VicReg(a, b, 25, 25, 1), (a, b) => ViewLosses.BarlowTwins(a, b, 0.005)])
        {
            var (first, second) = (Tensor("first").requires_grad_(), Tensor("second").requires_grad_());
            loss(first, second).mean().backward();
            first.grad!.abs().sum().ToDouble().ShouldBeGreaterThan(1e-3);
            second.grad!.abs().sum().ToDouble().ShouldBeGreaterThan(1e-3);
        }
    }

    [Theory]
    [InlineData(ProbeKind.Ridge, "ridge")]
    [InlineData(ProbeKind.NearestNeighbours, "neighbours")]
    public void A_probe_predicts_what_numpy_predicts(ProbeKind kind, string golden)
    {
        using var scope = NewDisposeScope();
        var labels = tensor(Numbers("labels").Select(value => (long)value).ToArray());
        using var probe = new Probe(new() { Kind = kind, Ridge = 10, Neighbours = 5 }, Tensor("train"), labels);
        probe.Predict(Tensor("asked")).ShouldBe(Numbers(golden).Select(value => (long)value));
    }

    private static void Near(Tensor actual, double[] expected)
    {
        var values = actual.reshape(-1).data<float>().ToArray();
        values.Length.ShouldBe(expected.Length);
        for (var i = 0; i < values.Length; i++) ((double)values[i]).ShouldBe(expected[i], 1e-5 * Math.Max(1, Math.Abs(expected[i])));
    }

    private static double[] Numbers(string name) => [.. Flat(s_golden[name]!)];

    private static Tensor Tensor(string name)
    {
        var shape = new List<long>();
        for (var node = s_golden[name]!; node is JsonArray array; node = array[0]!) shape.Add(array.Count);
        return tensor(Numbers(name).Select(value => (float)value).ToArray()).reshape([.. shape]);
    }

    private static IEnumerable<double> Flat(JsonNode node) => node is JsonArray array ? array.SelectMany(each => Flat(each!)) : [(double)node];
}
