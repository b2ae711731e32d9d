namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// Weights of classes of unequal size by their effective numbers of samples (Cui et al., CVPR 2019), as FOSTER uses them.
/// </summary>
public static class ClassWeights
{
    /// <summary>w_c = (1 - beta) / (1 - beta^n_c), scaled to mean 1.</summary>
    /// <param name="counts">The number n_c of samples of each class; a class without samples counts as one with one.</param>
    /// <param name="beta">From 0 (all alike) to below 1 (by frequency).</param>
    /// <returns>A weight for each class.</returns>
    public static double[] Of(IReadOnlyList<int> counts, double beta)
    {
        double[] weights = [.. counts.Select(count => (1 - beta) / (1 - Math.Pow(beta, Math.Max(1, count))))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum * weights.Length)];
    }

    /// <summary>
    /// The balanced distillation of FOSTER's compression (Wang et al., 2022, section 3.4): the mean over rows of -sum_c q_c log
    /// softmax(z / T)_c, with
    /// q = softmax(t / T) times the class weights, scaled to sum 1.
    /// </summary>
    /// <param name="student">The student's scores z, float32 (R, classes).</param>
    /// <param name="teacher">The teacher's scores t of the same shape, without gradient.</param>
    /// <param name="weights">Class weights, (classes).</param>
    /// <param name="temperature">The temperature T.</param>
    /// <returns>A differentiable scalar in the current dispose scope.</returns>
    public static Tensor BalancedDistillation(Tensor student, Tensor teacher, Tensor weights, double temperature)
    {
        var targets = nn.functional.softmax(teacher / temperature, 1) * weights;
        targets = targets / targets.sum([1], keepdim: true);
        return -(targets * nn.functional.log_softmax(student / temperature, 1)).sum(1).mean();
    }
}
