namespace PluginHost.Networks.Tests;

public class TensorCountTests
{
    public static TheoryData<string> Heads => ["means", "discriminant", "ridge", "sums"];

    [Theory, MemberData(nameof(Heads))]
    public void Learning_and_asking_leave_no_tensor_behind_and_a_disposed_head_none_at_all(string kind)
    {
        var (x, y) = TestData.Letters();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var none = Tensor.TotalCount;
        ClosedFormHead head = kind switch
        {
            "means" => new NearestMeanHead(16, MeanDistance.Cosine, normalise: true),
            "ridge" => new RidgeHead(16, gamma: 1),
            "sums" => new RidgeSumsHead(16, lambda: 1),
            _ => new DiscriminantHead(16, new() { Ridge = 1, Priors = true }),
        };
        head.Add(x, y);
        head.Predict(x).Dispose();
        var once = Tensor.TotalCount;

        head.Add(x, y);
        head.Predict(x).Dispose();

        Tensor.TotalCount.ShouldBe(once);
        head.Dispose();
        Tensor.TotalCount.ShouldBe(none);
    }
}
