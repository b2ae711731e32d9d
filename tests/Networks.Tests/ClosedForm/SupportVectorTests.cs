namespace PluginHost.Networks.Tests;

public sealed class SupportVectorTests
{
    // scikit-learn 1.2.1: LinearSVC(C, tol=1e-14, max_iter=1000000, dual=False) on the rows below; coef_ and intercept_.
    private static readonly Dictionary<double, double[][]> s_known = new()
    {
        [1] =
        [
            [-0.164260820, -0.638736553, -0.132414149, 0.190610719, 0.019933089, -0.311387117],
            [-0.012642007, 1.718588701, 0.251520371, -0.422841743, -0.052508313, -0.482717365],
            [0.142744150, -0.755134680, -0.165744691, 0.130891351, 0.011287634, -0.316788604],
        ],
        [20] =
        [
            [-0.181808057, -0.697467897, -0.154698353, 0.210843256, 0.023198735, -0.315031921],
            [0.076782929, 5.169712928, 0.127749538, -1.319241800, -0.271209566, -1.738758147],
            [0.149376479, -0.821195841, -0.190834477, 0.149512771, 0.014652345, -0.321071158],
        ],
    };

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void The_solution_is_that_of_scikit_learn(double penalty)
    {
        using var scope = NewDisposeScope();
        var (x, y) = Rows();
        var found = SupportVectors.Solve(x, y, 3, penalty);
        for (var label = 0; label < 3; label++)
            found[label].data<double>().ToArray().ShouldBe(s_known[penalty][label], 2e-6 * penalty);
    }

    [Fact]
    public void A_class_without_samples_always_says_no_and_bad_options_are_told()
    {
        using var scope = NewDisposeScope();
        var (x, y) = Rows();
        var scores = x.matmul(SupportVectors.Solve(x, y, 4, 1)[3].narrow(0, 0, 5)) + SupportVectors.Solve(x, y, 4, 1)[3][5];
        scores.max().ToDouble().ShouldBeLessThan(0);
        Should.Throw<PluginHost.Contracts.JobException>(() => SupportVectors.Solve(x, y, 3, 0)).Message.ShouldContain("'C' is 0");
    }

    private static (Tensor X, Tensor Y) Rows()
    {
        double[,] values = new double[30, 5];
        for (var i = 0; i < 30; i++)
            for (var j = 0; j < 5; j++) values[i, j] = Math.Sin((1.7 * i) + (0.9 * j * j) + (0.3 * i * j));
        return (nn.functional.normalize(tensor(values), 2, 1), tensor(Enumerable.Range(0, 30).Select(i => (long)(i % 3)).ToArray()));
    }
}
