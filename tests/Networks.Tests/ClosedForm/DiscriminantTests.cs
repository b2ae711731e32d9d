namespace PluginHost.Networks.Tests;

public class DiscriminantTests
{
    private static readonly (Tensor Features, Tensor Labels) Letters = TestData.Letters();
    private static readonly Tensor Learned = arange(0, 520, 2);
    private static readonly Tensor Asked = arange(1, 520, 2);

    /// <summary>Ridge and shrinkage of FSA, SLDA and none.</summary>
    public static TheoryData<SharedCovariance, double, double> Kinds => new()
    {
        { SharedCovariance.WithinClass, 1, 0 }, { SharedCovariance.Total, 1, 0 },
        { SharedCovariance.WithinClass, 0, 1e-4 }, { SharedCovariance.WithinClass, 0, 0 },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void After_any_split_and_order_the_scores_are_those_of_the_batch_formula(
        SharedCovariance covariance, double ridge, double shrinkage)
    {
        var options = new DiscriminantOptions { Covariance = covariance, Ridge = ridge, Shrinkage = shrinkage };
        foreach (var (seed, size) in ((int, int)[])[(1, 520), (2, 1), (3, 7), (4, 0), (5, 0)])
        {
            using var head = new DiscriminantHead(16, options);
            foreach (var rows in Splitting.Of(520, seed, size))
                head.Add(Letters.Features.index_select(0, rows), Letters.Labels.index_select(0, rows));

            head.Scores(Letters.Features).ShouldBeNear(Batch(options), 1e-9);
        }
    }

    [Fact]
    public void Class_after_class_is_the_batch_formula_too()
    {
        var options = new DiscriminantOptions { Ridge = 1 };
        using var head = new DiscriminantHead(16, options);

        for (var label = 25; label >= 0; label--)
        {
            head.Add(Letters.Features[Letters.Labels == label], Letters.Labels[Letters.Labels == label]);
            head.Scores(Letters.Features).shape.ShouldBe([520, 26]);
        }

        head.Scores(Letters.Features).ShouldBeNear(Batch(options), 1e-9);
    }

    [Fact]
    public void Predictions_are_those_of_scikit_learn()
    {
        using var head = new DiscriminantHead(16, new());
        head.Add(Letters.Features.index_select(0, Learned), Letters.Labels.index_select(0, Learned));

        head.Predict(Letters.Features.index_select(0, Asked)).data<long>().ToArray().ShouldBe(TestData.Discriminant(0));
    }

    [Fact]
    public void Predictions_with_frequencies_of_classes_are_those_of_scikit_learn()
    {
        using var head = new DiscriminantHead(16, new() { Priors = true });
        var rows = tensor(Learned.data<long>().ToArray().Where(row => Letters.Labels[row].ToInt64() >= 13 || row % 4 != 0).ToArray());
        head.Add(Letters.Features.index_select(0, rows), Letters.Labels.index_select(0, rows));

        head.Predict(Letters.Features.index_select(0, Asked)).data<long>().ToArray().ShouldBe(TestData.Discriminant(1));
        TestData.Discriminant(1).ShouldNotBe(TestData.Discriminant(0));
    }

    [Fact]
    public void The_total_covariance_is_the_covariance_of_all_rows()
    {
        using var head = new DiscriminantHead(16, new() { Covariance = SharedCovariance.Total });
        head.Add(Letters.Features, Letters.Labels);

        head.Covariance().ShouldBeNear(Letters.Features.t().cov(correction: 0), 1e-12);
    }

    [Fact]
    public void A_class_without_samples_never_wins()
    {
        using var head = new DiscriminantHead(16, new() { Ridge = 1, Priors = true });
        head.Add(Letters.Features, Letters.Labels + 1);

        head.Classes.ShouldBe(27);
        head.Scores(Letters.Features).select(1, 0).ShouldBeSame(full(520, double.NegativeInfinity, dtype: ScalarType.Float64));
        head.Predict(Letters.Features).min().ToInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_restored_head_goes_on_bit_equal_and_its_bytes_do_not_grow_with_samples()
    {
        using var head = new DiscriminantHead(16, new() { Ridge = 1 });
        head.Add(Letters.Features, Letters.Labels);
        head.Bytes.ShouldBe(8 * (26 + (26 * 16) + (16 * 16) + (26 * 17)));
        using var other = new DiscriminantHead(16, new() { Ridge = 1 });
        other.Restore(head.State);

        foreach (var each in new[] { head, other }) each.Add(Letters.Features * 0.5, Letters.Labels);

        other.Scores(Letters.Features).ShouldBeSame(head.Scores(Letters.Features));
        head.Bytes.ShouldBe(8 * (26 + (26 * 16) + (16 * 16) + (26 * 17)));
    }

    [Fact]
    public void A_covariance_without_inverse_is_one_finding_that_names_the_way_out()
    {
        using var head = new DiscriminantHead(16, new());
        head.Add(zeros(3, 16), zeros(3, ScalarType.Int64));

        Should.Throw<JobException>(() => head.Scores(zeros(1, 16))).Findings.ShouldHaveSingleItem().Fix
            .ShouldBe("Give a ridge or a shrinkage above 0.");
    }

    /// <summary>From the rows themselves: means, centred rows, an explicit inverse.</summary>
    private static Tensor Batch(DiscriminantOptions options)
    {
        var (x, y) = Letters;
        var means = stack([.. Enumerable.Range(0, 26).Select(label => x[y == label].mean([0]))]);
        var centred = x - (options.Covariance == SharedCovariance.WithinClass ? means.index_select(0, y) : x.mean([0]));
        var covariance = centred.t().matmul(centred) / 520;
        var identity = eye(16, dtype: ScalarType.Float64);
        var inverse = (((1 - options.Shrinkage) * covariance) + ((options.Shrinkage + options.Ridge) * identity)).inverse();
        return x.matmul(inverse).matmul(means.t()) - (0.5 * means.matmul(inverse).mul(means).sum(1));
    }
}
