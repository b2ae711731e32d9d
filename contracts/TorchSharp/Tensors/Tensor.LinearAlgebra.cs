using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_matmul = new("aten::matmul");
        private static readonly Op s_mm = new("aten::mm");
        private static readonly Op s_bmm = new("aten::bmm");
        private static readonly Op s_mv = new("aten::mv");
        private static readonly Op s_dot = new("aten::dot");
        private static readonly Op s_vdot = new("aten::vdot");
        private static readonly Op s_inner = new("aten::inner");
        private static readonly Op s_outer = new("aten::outer");
        private static readonly Op s_kron = new("aten::kron");
        private static readonly Op s_cross = new("aten::cross");
        private static readonly Op s_addmm = new("aten::addmm");
        private static readonly Op s_addmmInPlace = new("aten::addmm_");
        private static readonly Op s_addmv = new("aten::addmv");
        private static readonly Op s_addmvInPlace = new("aten::addmv_");
        private static readonly Op s_addr = new("aten::addr");
        private static readonly Op s_addrInPlace = new("aten::addr_");
        private static readonly Op s_addbmm = new("aten::addbmm");
        private static readonly Op s_addbmmInPlace = new("aten::addbmm_");
        private static readonly Op s_baddbmm = new("aten::baddbmm");
        private static readonly Op s_baddbmmInPlace = new("aten::baddbmm_");
        private static readonly Op s_trace = new("aten::trace");
        private static readonly Op s_det = new("aten::det");
        private static readonly Op s_logdet = new("aten::logdet");
        private static readonly Op s_inverse = new("aten::inverse");
        private static readonly Op s_matrixPower = new("aten::matrix_power");
        private static readonly Op s_matrixExp = new("aten::matrix_exp");
        private static readonly Op s_cholesky = new("aten::linalg_cholesky"); // aten::cholesky is gone from libtorch 2.14
        private static readonly Op s_choleskyInverse = new("aten::cholesky_inverse");
        private static readonly Op s_choleskySolve = new("aten::cholesky_solve");
        private static readonly Op s_linalgPinv = new("aten::linalg_pinv");
        private static readonly Op s_cov = new("aten::cov");
        private static readonly Op s_corrcoef = new("aten::corrcoef");

        public Tensor matmul(Tensor target) => s_matmul.Call(this, target);

        public Tensor mm(Tensor target) => s_mm.Call(this, target);

        public Tensor bmm(Tensor batch2) => s_bmm.Call(this, batch2);

        public Tensor mv(Tensor target) => s_mv.Call(this, target);

        public Tensor dot(Tensor target) => s_dot.Call(this, target);

        public Tensor vdot(Tensor target) => s_vdot.Call(this, target);

        public Tensor inner(Tensor vec2) => s_inner.Call(this, vec2);

        public Tensor outer(Tensor vec2) => s_outer.Call(this, vec2);

        public Tensor kron(Tensor other) => s_kron.Call(this, other);

        public Tensor cross(Tensor other, long dim) => s_cross.Call(this, other, dim);

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => s_addmm.Call(this, mat1, mat2, beta, alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            InPlace(s_addmmInPlace, mat1, mat2, beta, alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => s_addmv.Call(this, mat, vec, beta, alpha);

        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) => InPlace(s_addmvInPlace, mat, vec, beta, alpha);

        public Tensor addr(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) => s_addr.Call(this, vec1, vec2, beta, alpha);

        public Tensor addr_(Tensor vec1, Tensor vec2, float beta = 1, float alpha = 1) =>
            InPlace(s_addrInPlace, vec1, vec2, beta, alpha);

        public Tensor addbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            s_addbmm.Call(this, batch1, batch2, beta, alpha);

        public Tensor addbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            InPlace(s_addbmmInPlace, batch1, batch2, beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            s_baddbmm.Call(this, batch1, batch2, beta, alpha);

        public Tensor baddbmm_(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            InPlace(s_baddbmmInPlace, batch1, batch2, beta, alpha);

        public Tensor trace() => s_trace.Call(this);

        public Tensor det() => s_det.Call(this);

        public Tensor logdet() => s_logdet.Call(this);

        public Tensor inverse() => s_inverse.Call(this);

        public Tensor matrix_power(long n) => s_matrixPower.Call(this, n);

        public Tensor matrix_exp() => s_matrixExp.Call(this);

        public Tensor cholesky(bool upper = false) => s_cholesky.Call(this, upper);

        public Tensor cholesky_inverse(bool upper = false) => s_choleskyInverse.Call(this, upper);

        public Tensor cholesky_solve(Tensor input2, bool upper = false) => s_choleskySolve.Call(this, input2, upper);

        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => s_linalgPinv.Call(this, rcond, hermitian);

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) =>
            s_cov.Call(this, correction, fweights, aweights);

        public Tensor corrcoef() => s_corrcoef.Call(this);
    }
}
