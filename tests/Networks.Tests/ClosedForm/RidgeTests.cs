namespace PluginHost.Networks.Tests;

public class RidgeTests
{
    private static readonly (Tensor Features, Tensor Labels) Letters = TestData.Letters();

    /// <summary>Seeds of the order; the size of the chunks, 0 for random sizes.</summary>
    public static TheoryData<int, int> Splits => new() { { 1, 520 }, { 2, 1 }, { 3, 7 }, { 4, 100 }, { 5, 0 }, { 6, 0 }, { 7, 0 } };

    [Theory, MemberData(nameof(Splits))]
    public void Ridge_after_any_split_and_order_is_the_joint_ridge_of_the_sixteen_numbers(int seed, int size)
    {
        using var head = new RidgeHead(16, gamma: 0.1);

        Feed(head, Letters.Features, seed, size);

        head.Weight.ShouldBeNear(Joint(Letters.Features, 0.1), 1e-9);
    }

    [Theory, MemberData(nameof(Splits))]
    public void Ridge_after_any_split_and_order_is_the_joint_ridge_of_the_random_expansion(int seed, int size)
    {
        var expanded = new RandomExpansion(16, 600, 9).call(Letters.Features);
        using var head = new RidgeHead(600, gamma: 100);

        Feed(head, expanded, seed, size);

        head.Weight.ShouldBeNear(Joint(expanded, 100), 1e-6);
    }

    [Fact]
    public void Ridge_with_classes_one_after_the_other_is_the_joint_ridge()
    {
        using var head = new RidgeHead(16, gamma: 0.1);

        for (var label = 0; label < 26; label++)
        {
            head.Classes.ShouldBe(label);
            head.Add(Letters.Features[Letters.Labels == label], Letters.Labels[Letters.Labels == label]);
        }

        head.Weight.ShouldBeNear(Joint(Letters.Features, 0.1), 1e-9);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Learning_all_k_times_is_learning_once_with_gamma_over_k(int times)
    {
        using var head = new RidgeHead(16, gamma: 10);

        for (var time = 0; time < times; time++) Feed(head, Letters.Features, time, 50);

        head.Weight.ShouldBeNear(Joint(Letters.Features, 10.0 / times), 1e-9);
        Near.Difference(head.Weight, Joint(Letters.Features, 10)).ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public void A_chunk_of_more_rows_than_one_system_takes_is_the_joint_ridge_too()
    {
        var (features, labels) = (Letters.Features.repeat(3, 1), Letters.Labels.repeat(3));
        using var head = new RidgeHead(16, gamma: 3);

        head.Add(features, labels);

        head.Weight.ShouldBeNear(Joint(Letters.Features, 1), 1e-9);
    }

    [Fact]
    public void A_restored_head_goes_on_bit_equal()
    {
        using var head = new RidgeHead(16, gamma: 0.1);
        head.Add(Letters.Features.narrow(0, 0, 200), Letters.Labels.narrow(0, 0, 200));
        using var other = new RidgeHead(16, gamma: 0.1);
        other.Restore(head.State);

        foreach (var each in new[] { head, other }) each.Add(Letters.Features.narrow(0, 200, 320), Letters.Labels.narrow(0, 200, 320));

        other.Scores(Letters.Features).ShouldBeSame(head.Scores(Letters.Features));
        head.Bytes.ShouldBe(8 * ((16 * 16) + (16 * 26) + 26));
    }

    [Fact]
    public void The_expansion_is_seeded_rectified_and_normal()
    {
        var expansion = new RandomExpansion(16, 2000, 5);
        var weight = expansion.get_buffer("weight")!;

        expansion.call(Letters.Features).ShouldBeSame(Letters.Features.matmul(weight).clamp_min(0));
        new RandomExpansion(16, 2000, 5).get_buffer("weight")!.ShouldBeSame(weight);
        new RandomExpansion(16, 2000, 6).get_buffer("weight")!.ShouldDifferFrom(weight);
        weight.mean().ToDouble().ShouldBe(0, 5 / Math.Sqrt(32_000));
        weight.std().ToDouble().ShouldBe(1, 5 / Math.Sqrt(64_000));
    }

    /// <summary>(X^T X + gamma I)^-1 X^T Y of all letters by an eigendecomposition, another way than the head's.</summary>
    private static Tensor Joint(Tensor x, double gamma)
    {
        var (values, vectors) = linalg.eigh(x.t().matmul(x));
        var y = nn.functional.one_hot(Letters.Labels, 26).to(ScalarType.Float64);
        return vectors.matmul(vectors.t().matmul(x.t().matmul(y)) / (values + gamma).unsqueeze(1));
    }

    private static void Feed(ClosedFormHead head, Tensor features, int seed, int size)
    {
        foreach (var rows in Splitting.Of(520, seed, size)) head.Add(features.index_select(0, rows), Letters.Labels.index_select(0, rows));
    }
}
