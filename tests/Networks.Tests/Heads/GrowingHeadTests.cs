namespace PluginHost.Networks.Tests;

public class GrowingHeadTests
{
    private static readonly Tensor Rows = TestData.Wave("input", 5, 6);

    public static TheoryData<string> Kinds => ["linear", "cosine", "proxies"];

    [Theory, MemberData(nameof(Kinds))]
    public void Growth_keeps_old_rows_bit_equal_and_adds_others(string kind)
    {
        var head = Make(kind, 3);
        var (old, before) = (head.Weight.clone(), head.call(Rows));

        head.Grow(2, 8);

        head.Classes.ShouldBe(5);
        head.Weight.narrow(0, 0, old.size(0)).ShouldBeSame(old);
        head.call(Rows).narrow(1, 0, 3).ShouldBeNear(before, 1e-6);
        head.call(Rows).shape.ShouldBe([5, 5]);
        head.Weight.narrow(0, old.size(0), 2).ShouldDifferFrom(old.narrow(0, 0, 2));
        head.parameters().ShouldContain(parameter => parameter.Handle == head.Weight.Handle);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_grown_head_outlives_the_scope_in_which_it_grew_and_learns(string kind)
    {
        var head = Make(kind, 0);
        using (NewDisposeScope()) head.Grow(2, 1);
        using (NewDisposeScope()) head.Grow(1, 2);

        head.call(Rows).square().sum().backward();

        head.Weight.grad!.abs().sum().ToDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Alignment_gives_new_rows_the_mean_length_of_old_ones_and_leaves_old_rows_and_the_bias()
    {
        var head = new LinearHead(6, 3, 1);
        head.Grow(2, 2);
        using (no_grad()) head.Weight.narrow(0, 3, 2).mul_(4);
        var (old, fresh, bias) = (head.Weight.narrow(0, 0, 3).clone(), head.Weight.narrow(0, 3, 2).clone(), head.Bias!.clone());

        var factor = head.Align(3);

        double Mean(Tensor rows) => rows.square().sum(1).sqrt().mean().ToDouble();
        factor.ShouldBe(Mean(old) / Mean(fresh), 1e-6);
        Mean(head.Weight.narrow(0, 3, 2)).ShouldBe(Mean(old), 1e-6);
        head.Weight.narrow(0, 3, 2).ShouldBeNear(fresh * factor, 1e-6);
        head.Weight.narrow(0, 0, 3).ShouldBeSame(old);
        head.Bias!.ShouldBeSame(bias);
        Should.Throw<JobException>(() => head.Align(5)).Message.ShouldContain("Align after growing");
    }

    [Fact]
    public void Cosine_logits_are_scaled_cosines_whatever_the_lengths()
    {
        var head = new CosineHead(6, 3, 1, scale: 16);
        var cosines = Rows.matmul(head.Weight.t()) / Rows.norm(1).unsqueeze(1) / head.Weight.norm(1);

        head.call(Rows).ShouldBeNear(16 * cosines, 1e-5);
        head.call(Rows * 7).ShouldBeNear(head.call(Rows), 1e-5);
        head.parameters().Count().ShouldBe(2);
        new CosineHead(6, 3, 1, scale: 16, learnScale: false).parameters().Count().ShouldBe(1);
        new CosineHead(6, 3, 1, scale: 16, learnScale: false).call(Rows).ShouldBeSame(head.call(Rows));
    }

    [Fact]
    public void Proxies_share_their_class_by_attention()
    {
        var head = new CosineHead(6, 2, 1, scale: 1, proxies: 3);
        var cosines = (Rows.matmul(head.Weight.t()) / Rows.norm(1).unsqueeze(1) / head.Weight.norm(1)).detach();
        var found = head.call(Rows);

        for (var row = 0; row < 5; row++)
        for (var label = 0; label < 2; label++)
        {
            var own = Enumerable.Range(0, 3).Select(k => (double)cosines[row, (3 * label) + k].ToSingle()).ToArray();
            var wanted = own.Sum(cosine => Math.Exp(cosine) * cosine) / own.Sum(Math.Exp);
            ((double)found[row, label].ToSingle()).ShouldBe(wanted, 1e-5);
        }
    }

    [Fact]
    public void Prototypes_become_rows_of_their_classes()
    {
        var head = new CosineHead(6, 3, 1);
        var first = head.Weight[0].clone();

        head.SetRows(1, Rows.narrow(0, 0, 2));

        head.Weight.narrow(0, 1, 2).ShouldBeSame(Rows.narrow(0, 0, 2));
        head.Weight[0].ShouldBeSame(first);
        Should.Throw<JobException>(() => head.SetRows(2, Rows.narrow(0, 0, 2))).Message.ShouldContain("Grow first");
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Features_of_another_width_are_one_finding(string kind) =>
        Should.Throw<JobException>(() => Make(kind, 2).call(zeros(4, 5))).Findings.ShouldHaveSingleItem().Fix.ShouldBe(
            "Give (rows, 6): one row of 6 numbers per sample.");

    private static GrowingHead Make(string kind, int classes) => kind switch
    {
        "linear" => new LinearHead(6, classes, 1),
        "cosine" => new CosineHead(6, classes, 1, scale: 16),
        _ => new CosineHead(6, classes, 1, proxies: 4),
    };
}
