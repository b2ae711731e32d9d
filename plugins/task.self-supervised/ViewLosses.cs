namespace PluginHost.Plugins.SelfSupervised;

/// <summary>
/// Losses over two views' projections z, z' (n, d), and of reconstructions. Each gives a tensor (n) whose mean is the loss; what belongs to
/// the batch as a whole is the same in every row. All arithmetic is float32.
/// </summary>
public static class ViewLosses
{
    /// <summary>
    /// NT-Xent (Chen et al., "A simple framework for contrastive learning of visual representations", ICML 2020):
    /// l(i, j) = -log(exp(cos(z_i, z_j) / T) / sum over k != i of exp(cos(z_i, z_k) / T)) over the 2n views of a batch; a row is the mean of
    /// l(i, i') and l(i', i).
    /// </summary>
    /// <param name="first">Projections of the first views, (n, d).</param>
    /// <param name="second">Projections of the second views, (n, d).</param>
    /// <param name="temperature">T, above 0.</param>
    /// <returns>(n), differentiable.</returns>
    public static Tensor InfoNce(Tensor first, Tensor second, double temperature)
    {
        using var scope = NewDisposeScope();
        var count = first.shape[0];
        var views = nn.functional.normalize(cat([first, second]).to(ScalarType.Float32), 2, 1);
        var self = eye(2 * count, dtype: ScalarType.Bool, device: first.device);
        var scores = (views.matmul(views.t()) / temperature).masked_fill(self, double.NegativeInfinity);
        var partner = arange(2 * count, device: first.device).roll(count);
        var rows = scores.logsumexp(1) - scores.gather(1, partner.unsqueeze(1)).squeeze(1);
        return ((rows.narrow(0, 0, count) + rows.narrow(0, count, count)) / 2).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// VICReg (Bardes, Ponce and LeCun, ICLR 2022): invariance * mean of (z - z')^2, variance * mean of max(0, 1 - sqrt(Var(z_j) + 1e-4)),
    /// covariance * sum over i != j of Cov(z)_ij^2 / d. As in the authors' code, whose weights are 25, 25 and 1, the invariance is a mean over the
    /// d dimensions too and the variance a mean of both views; the covariance is the sum of both views. Var and Cov divide by n - 1.
    /// </summary>
    /// <param name="first">Projections of the first views, (n, d).</param>
    /// <param name="second">Projections of the second views, (n, d).</param>
    /// <param name="invariance">Weight of the invariance.</param>
    /// <param name="variance">Weight of the variance.</param>
    /// <param name="covariance">Weight of the covariance.</param>
    /// <returns>(n), differentiable.</returns>
    public static Tensor VicReg(Tensor first, Tensor second, double invariance, double variance, double covariance)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (first.to(ScalarType.Float32), second.to(ScalarType.Float32));
        var rows = (a - b).square().mean([1L]) * invariance;
        var (spreadA, crossA) = Moments(a);
        var (spreadB, crossB) = Moments(b);
        return (rows + ((spreadA + spreadB) * (variance / 2)) + ((crossA + crossB) * covariance)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Barlow Twins (Zbontar et al., ICML 2021): sum over i of (1 - C_ii)^2 plus a weight times the sum over i != j of C_ij^2, where C
    /// is the correlation of dimension i of the first with dimension j of the second views.
    /// </summary>
    /// <param name="first">Projections of the first views, (n, d).</param>
    /// <param name="second">Projections of the second views, (n, d).</param>
    /// <param name="offDiagonal">The weight.</param>
    /// <returns>(n), the same number in each row, differentiable.</returns>
    public static Tensor BarlowTwins(Tensor first, Tensor second, double offDiagonal)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Scaled(first), Scaled(second));
        var correlation = a.t().matmul(b);
        var diagonal = correlation.diagonal();
        var loss = (1 - diagonal).square().sum() + ((correlation.square().sum() - diagonal.square().sum()) * offDiagonal);
        return loss.expand(first.shape[0]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean squared error of each row's picture: over all pixels (a denoising autoencoder, Vincent et al., ICML 2008), or over hidden ones
    /// (a masked autoencoder, He et al., CVPR 2022, section 3).
    /// </summary>
    /// <param name="reconstruction">(n, channels, height, width).</param>
    /// <param name="original">What it should be, of that shape.</param>
    /// <param name="hidden">1 for pixels that count, else 0, (n, 1, height, width); <see langword="null"/> for all.</param>
    /// <returns>(n), differentiable; 0 in a row where no pixel counts.</returns>
    public static Tensor Reconstruction(Tensor reconstruction, Tensor original, Tensor? hidden)
    {
        using var scope = NewDisposeScope();
        var errors = (reconstruction.to(ScalarType.Float32) - original).square();
        if (hidden is null) return errors.flatten(1).mean([1L]).MoveToOuterDisposeScope();
        var count = (hidden.flatten(1).sum(1) * original.shape[1]).clamp(min: 1);
        return ((errors * hidden).flatten(1).sum(1) / count).MoveToOuterDisposeScope();
    }

    private static (Tensor Spread, Tensor Cross) Moments(Tensor z)
    {
        var others = Math.Max(1, z.shape[0] - 1);
        var centred = z - z.mean([0L], keepdim: true);
        var covariance = centred.t().matmul(centred) / others;
        var variances = covariance.diagonal();
        var spread = nn.functional.relu(1 - (variances + 1e-4).sqrt()).mean();
        return (spread, (covariance.square().sum() - variances.square().sum()) / z.shape[1]);
    }

    private static Tensor Scaled(Tensor z)
    {
        var values = z.to(ScalarType.Float32);
        var centred = values - values.mean([0L], keepdim: true);
        return nn.functional.normalize(centred, 2, 0);
    }
}
