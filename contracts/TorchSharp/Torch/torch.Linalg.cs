using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra over batches of matrices [.., M, N].</summary>
    public static class linalg
    {
        private static readonly Op s_cholesky = new("aten::linalg_cholesky");
        private static readonly Op s_det = new("aten::linalg_det");
        private static readonly Op s_slogdet = new("aten::linalg_slogdet");
        private static readonly Op s_inv = new("aten::linalg_inv");
        private static readonly Op s_solve = new("aten::linalg_solve");
        private static readonly Op s_solveTriangular = new("aten::linalg_solve_triangular");
        private static readonly Op s_eig = new("aten::linalg_eig");
        private static readonly Op s_eigvals = new("aten::linalg_eigvals");
        private static readonly Op s_svdvals = new("aten::linalg_svdvals");
        private static readonly Op s_luFactor = new("aten::linalg_lu_factor");
        private static readonly Op s_lu = new("aten::linalg_lu");
        private static readonly Op s_matrixExp = new("aten::linalg_matrix_exp");
        private static readonly Op s_matrixPower = new("aten::linalg_matrix_power");
        private static readonly Op s_multiDot = new("aten::linalg_multi_dot");
        private static readonly Op s_cross = new("aten::linalg_cross");
        private static readonly Op s_tensorinv = new("aten::linalg_tensorinv");
        private static readonly Op s_tensorsolve = new("aten::linalg_tensorsolve");
        private static readonly Op s_vander = new("aten::linalg_vander");
        private static readonly Op s_vecdot = new("aten::linalg_vecdot");
        private static readonly Op s_diagonal = new("aten::linalg_diagonal");
        private static readonly Op s_householderProduct = new("aten::linalg_householder_product");
        private static readonly Op s_eigh = new("aten::linalg_eigh");
        private static readonly Op s_eigvalsh = new("aten::linalg_eigvalsh");
        private static readonly Op s_qr = new("aten::linalg_qr");
        private static readonly Op s_svd = new("aten::linalg_svd");
        private static readonly Op s_lstsq = new("aten::linalg_lstsq");
        private static readonly Op s_pinv = new("aten::linalg_pinv");
        private static readonly Op s_norm = new("aten::linalg_norm");
        private static readonly Op s_normNamed = new("aten::linalg_norm", "ord_str");
        private static readonly Op s_vectorNorm = new("aten::linalg_vector_norm");
        private static readonly Op s_matrixNorm = new("aten::linalg_matrix_norm");
        private static readonly Op s_matrixNormNamed = new("aten::linalg_matrix_norm", "str_ord");
        private static readonly Op s_cond = new("aten::linalg_cond");
        private static readonly Op s_matrixRank = new("aten::linalg_matrix_rank", "atol_rtol_float");
        private static readonly Op s_choleskyEx = new("aten::linalg_cholesky_ex");
        private static readonly Op s_invEx = new("aten::linalg_inv_ex");

        public static Tensor cholesky(Tensor input, bool upper = false) => s_cholesky.Call(input, upper);

        public static Tensor det(Tensor input) => s_det.Call(input);

        public static (Tensor res, Tensor logabsdet) slogdet(Tensor input) =>
            Tensor.Pair(s_slogdet.CallMany(input));

        public static Tensor inv(Tensor input) => s_inv.Call(input);

        public static Tensor solve(Tensor input, Tensor other, bool left = true) => s_solve.Call(input, other, left);

        public static Tensor solve_triangular(Tensor input, Tensor other, bool upper, bool left = true, bool unitriangular = false) =>
            s_solveTriangular.Call(input, other, upper, left, unitriangular);

        public static (Tensor values, Tensor vectors) eig(Tensor input) =>
            Tensor.Pair(s_eig.CallMany(input));

        public static Tensor eigvals(Tensor input) => s_eigvals.Call(input);

        public static Tensor svdvals(Tensor input) => s_svdvals.Call(input);

        public static (Tensor LU, Tensor Pivots) lu_factor(Tensor input, bool pivot = true) =>
            Tensor.Pair(s_luFactor.CallMany(input, pivot));

        public static (Tensor P, Tensor L, Tensor U) lu(Tensor input, bool pivot = true) =>
            Tensor.Triple(s_lu.CallMany(input, pivot));

        public static Tensor matrix_exp(Tensor input) => s_matrixExp.Call(input);

        public static Tensor matrix_power(Tensor input, int n) => s_matrixPower.Call(input, n);

        public static Tensor multi_dot(IList<Tensor> tensors) => s_multiDot.Call(tensors.ToArray());

        public static Tensor cross(Tensor input, Tensor other, long dim = -1) => s_cross.Call(input, other, dim);

        public static Tensor tensorinv(Tensor input, long ind) => s_tensorinv.Call(input, ind);

        public static Tensor tensorsolve(Tensor input, Tensor other, long[] dims) => s_tensorsolve.Call(input, other, dims);

        public static Tensor vander(Tensor input, long? N = null) => s_vander.Call(input, N);

        public static Tensor vecdot(Tensor x, Tensor y, long dim = -1) => s_vecdot.Call(x, y, dim);

        public static Tensor diagonal(Tensor input, int offset = 0, int dim1 = -2, int dim2 = -1) =>
            s_diagonal.Call(input, offset, dim1, dim2);

        public static Tensor householder_product(Tensor input, Tensor tau) => s_householderProduct.Call(input, tau);

        /// <summary>Eigenvalues in rising order and eigenvectors of a symmetric matrix, of which one triangle is read.</summary>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Tensor.Pair(s_eigh.CallMany(input, UPLO.ToString()));

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => s_eigvalsh.Call(input, UPLO.ToString());

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Tensor.Pair(s_qr.CallMany(input, mode switch { QRMode.Complete => "complete", QRMode.R => "r", _ => "reduced" }));

        /// <summary>input = U diag(S) Vh.</summary>
        public static (Tensor U, Tensor S, Tensor Vh) svd(Tensor input, bool fullMatrices = true) =>
            Tensor.Triple(s_svd.CallMany(input, fullMatrices));

        /// <summary>Least squares: the X with the smallest |input X - other|.</summary>
        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other)
        {
            var all = s_lstsq.CallMany(input, other);
            return (all[0], all[1], all[2], all[3]);
        }

        public static Tensor pinv(Tensor input, double rcond = 1e-15, bool hermitian = false) => s_pinv.Call(input, rcond, hermitian);

        public static Tensor norm(Tensor input, long[]? dims = null, bool keepdim = false) => s_norm.Call(input, Arg.None, dims, keepdim);

        public static Tensor norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            s_norm.Call(input, ord, dims, keepdim);

        public static Tensor norm(Tensor input, string ord, long[]? dims = null, bool keepdim = false) =>
            s_normNamed.Call(input, ord, dims, keepdim);

        public static Tensor vector_norm(Tensor input, double ord = 2d, long[]? dims = null, bool keepdim = false) =>
            s_vectorNorm.Call(input, ord, dims, keepdim);

        public static Tensor matrix_norm(Tensor input, string ord = "fro", long[]? dims = null, bool keepdim = false) =>
            s_matrixNormNamed.Call(input, ord, dims ?? [-2, -1], keepdim);

        public static Tensor matrix_norm(Tensor input, double ord, long[]? dims = null, bool keepdim = false) =>
            s_matrixNorm.Call(input, ord, dims ?? [-2, -1], keepdim);

        public static Tensor cond(Tensor input) => s_cond.Call(input);

        public static Tensor cond(Tensor input, double p) => s_cond.Call(input, p);

        public static Tensor matrix_rank(Tensor input, double? atol = null, double? rtol = null, bool hermitian = false) =>
            s_matrixRank.Call(input, atol, rtol, hermitian);

        /// <summary>Like cholesky; info is 0 where it succeeded and the matrix's order of failure elsewhere.</summary>
        public static (Tensor L, Tensor info) cholesky_ex(Tensor input, bool check_errors = false) =>
            Tensor.Pair(s_choleskyEx.CallMany(input, false, check_errors));

        public static (Tensor L, Tensor info) inv_ex(Tensor input, bool check_errors = false) =>
            Tensor.Pair(s_invEx.CallMany(input, check_errors));

        /// <summary>Which factors a QR decomposition gives.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }
    }
}
