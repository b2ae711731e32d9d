namespace PluginHost.Networks.Tests;

public class NearestMeanTests
{
    private static readonly (Tensor Features, Tensor Labels) Letters = TestData.Letters();

    public static TheoryData<MeanDistance, bool> Kinds => new()
    {
        { MeanDistance.Cosine, false }, { MeanDistance.Cosine, true }, { MeanDistance.Euclid, false }, { MeanDistance.Euclid, true },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void After_any_split_and_order_the_scores_follow_from_the_means(MeanDistance distance, bool normalise)
    {
        var x = normalise ? Letters.Features / Letters.Features.norm(1).unsqueeze(1) : Letters.Features;
        var means = stack([.. Enumerable.Range(0, 26).Select(label => x[Letters.Labels == label].mean([0]))]);
        var wanted = distance == MeanDistance.Euclid
            ? -cdist(x, means).square()
            : x.matmul(means.t()) / x.norm(1).unsqueeze(1) / means.norm(1);

        foreach (var (seed, size) in ((int, int)[])[(1, 520), (2, 1), (3, 0)])
        {
            using var head = new NearestMeanHead(16, distance, normalise);
            foreach (var rows in Splitting.Of(520, seed, size))
                head.Add(Letters.Features.index_select(0, rows), Letters.Labels.index_select(0, rows));

            head.Means().ShouldBeNear(means, 1e-12);
            head.Scores(Letters.Features).ShouldBeNear(wanted, 1e-10);
        }
    }

    [Fact]
    public void With_features_of_length_1_cosine_decides_as_iCaRLs_distance_to_means_of_length_1()
    {
        using var head = new NearestMeanHead(16, MeanDistance.Cosine, normalise: true);
        head.Add(Letters.Features, Letters.Labels);
        var means = head.Means() / head.Means().norm(1).unsqueeze(1);
        var x = Letters.Features / Letters.Features.norm(1).unsqueeze(1);

        head.Predict(Letters.Features).ShouldBeSame(cdist(x, means).argmin(1));
    }

    [Fact]
    public void Unfit_input_is_one_finding_each()
    {
        using var head = new NearestMeanHead(3, MeanDistance.Euclid);
        void Refused(Action action, string part) =>
            Should.Throw<JobException>(action).Findings.ShouldHaveSingleItem().ToString().ShouldContain(part);

        Refused(() => head.Scores(zeros(2, 3)), "learned nothing yet");
        Refused(() => head.Add(zeros(2, 4), zeros(2, ScalarType.Int64)), "(rows, 3)");
        Refused(() => head.Add(zeros(2, 3), zeros(3, ScalarType.Int64)), "for 2 rows");
        Refused(() => head.Add(zeros(2, 3), zeros(2)), "whole number");
        Refused(() => head.Add(zeros(1, 3), tensor(new long[] { -1 })), "negative");
        Refused(() => head.Add(full(1, 3, float.NaN), zeros(1, ScalarType.Int64)), "not a number");
        using var other = new DiscriminantHead(3, new());
        Refused(() => head.Restore(other.State), "'sums' (0, 3)");
        head.Classes.ShouldBe(0);
    }

    [Fact]
    public void A_head_outlives_the_scope_in_which_it_learned()
    {
        using var head = new NearestMeanHead(16, MeanDistance.Euclid);
        using (NewDisposeScope()) head.Add(Letters.Features, Letters.Labels);

        head.Bytes.ShouldBe(8 * 26 * 17);
        head.Predict(Letters.Features).shape.ShouldBe([520]);
    }
}
