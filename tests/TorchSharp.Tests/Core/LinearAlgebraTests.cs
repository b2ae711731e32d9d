using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Core;

public sealed class LinearAlgebraTests
{
    private static Tensor Random(params long[] size) => randn(size, dtype: float64, generator: new Generator(7));

    [Fact]
    public void Einstein_sums_agree_with_loops()
    {
        using var scope = NewDisposeScope();
        var a = Random(2, 3, 4);
        var b = Random(2, 4, 5);

        einsum("bij,bjk->bik", a, b).ShouldBeNear(a.bmm(b));
        einsum("bij->bji", a).ShouldBeNear(a.mT);
        var trace = einsum("ii", Random(3, 3));
        trace.ShouldBeNear(Random(3, 3).trace());
        a[0].matmul(b[0])[1, 2].ToDouble()
            .ShouldBe(Enumerable.Range(0, 4).Sum(j => a[0, 1, j].ToDouble() * b[0, j, 2].ToDouble()), 1e-12);
    }

    [Fact]
    public void Decompositions_multiply_back()
    {
        using var scope = NewDisposeScope();
        var a = Random(5, 5);
        var spd = a.matmul(a.mT) + eye(5, dtype: float64);

        var l = linalg.cholesky(spd);
        l.matmul(l.mT).ShouldBeNear(spd);
        l.triu(1).abs().sum().ToDouble().ShouldBe(0);

        var (q, r) = linalg.qr(a);
        q.matmul(r).ShouldBeNear(a);
        q.mT.matmul(q).ShouldBeNear(eye(5, dtype: float64));

        var (u, s, vh) = linalg.svd(a);
        u.matmul(s.diag()).matmul(vh).ShouldBeNear(a);

        var (values, vectors) = linalg.eigh(spd);
        vectors.matmul(values.diag()).matmul(vectors.mT).ShouldBeNear(spd);
        values.min().ToDouble().ShouldBeGreaterThan(1 - 1e-9);
    }

    [Fact]
    public void Equations_are_solved()
    {
        using var scope = NewDisposeScope();
        var a = Random(4, 4) + (eye(4, dtype: float64) * 4);
        var b = Random(4, 2);

        a.matmul(linalg.solve(a, b)).ShouldBeNear(b);
        linalg.inv(a).matmul(a).ShouldBeNear(eye(4, dtype: float64));
        linalg.det(a).ToDouble().ShouldBe(linalg.slogdet(a) is var (sign, log) ? sign.ToDouble() * Math.Exp(log.ToDouble()) : 0, 1e-6);

        // A line through (0,1), (1,3), (2,5) is 1 + 2x exactly.
        var design = tensor(new[,] { { 1.0, 0.0 }, { 1.0, 1.0 }, { 1.0, 2.0 } });
        linalg.lstsq(design, tensor(new[,] { { 1.0 }, { 3.0 }, { 5.0 } })).Solution.ShouldHoldWithin(1e-9, 1, 2);
        linalg.norm(tensor(new[] { 3.0, 4.0 })).ToDouble().ShouldBe(5);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_is_refused()
    {
        using var scope = NewDisposeScope();

        Should.Throw<ExternalException>(() => linalg.cholesky(-eye(2))).Message.ShouldStartWith("aten::linalg_cholesky: ");
    }
}
