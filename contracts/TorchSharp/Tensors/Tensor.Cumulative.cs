using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_cumsum = new("aten::cumsum");
        private static readonly Op s_cumsumInPlace = new("aten::cumsum_");
        private static readonly Op s_cumprod = new("aten::cumprod");
        private static readonly Op s_cumprodInPlace = new("aten::cumprod_");
        private static readonly Op s_cummax = new("aten::cummax");
        private static readonly Op s_cummin = new("aten::cummin");
        private static readonly Op s_logcumsumexp = new("aten::logcumsumexp");
        private static readonly Op s_diff = new("aten::diff");
        private static readonly Op s_histc = new("aten::histc");
        private static readonly Op s_bincount = new("aten::bincount");
        private static readonly Op s_sortStable = new("aten::sort", "stable");
        private static readonly Op s_argsort = new("aten::argsort");
        private static readonly Op s_msort = new("aten::msort");
        private static readonly Op s_topk = new("aten::topk");
        private static readonly Op s_kthvalue = new("aten::kthvalue");
        private static readonly Op s_bucketizeTensor = new("aten::bucketize", "Tensor");
        private static readonly Op s_trapezoidX = new("aten::trapezoid", "x");
        private static readonly Op s_trapezoidDx = new("aten::trapezoid", "dx");
        private static readonly Op s_renorm = new("aten::renorm");

        public Tensor cumsum(long dim, ScalarType? type = null) => s_cumsum.Call(this, dim, type);

        public Tensor cumsum_(long dim, ScalarType? type = null) => InPlace(s_cumsumInPlace, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => s_cumprod.Call(this, dim, type);

        public Tensor cumprod_(long dim, ScalarType? type = null) => InPlace(s_cumprodInPlace, dim, type);

        public (Tensor values, Tensor indexes) cummax(long dim) => Pair(s_cummax.CallMany(this, dim));

        public (Tensor values, Tensor indexes) cummin(long dim) => Pair(s_cummin.CallMany(this, dim));

        public Tensor logcumsumexp(long dim) => s_logcumsumexp.Call(this, dim);

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) =>
            s_diff.Call(this, n, dim, prepend, append);

        public Tensor histc(long bins = 10, long min = 0, long max = 0) => s_histc.Call(this, bins, min, max);

        public Tensor bincount(Tensor? weights = null, long minlength = 0) => s_bincount.Call(this, weights, minlength);

        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Pair(s_sortStable.CallMany(this, stable, dim, descending));

        public Tensor argsort(long dim = -1, bool descending = false) => s_argsort.Call(this, dim, descending);

        public Tensor msort() => s_msort.Call(this);

        public (Tensor values, Tensor indices) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Pair(s_topk.CallMany(this, k, dim, largest, sorted));

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim = null, bool keepdim = false) =>
            Pair(s_kthvalue.CallMany(this, k, dim ?? -1, keepdim));

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            s_bucketizeTensor.Call(this, boundaries, outInt32, right);

        public Tensor trapezoid(Tensor x, long dim = -1) => s_trapezoidX.Call(this, x, dim);

        public Tensor trapezoid(double dx = 1, long dim = -1) => s_trapezoidDx.Call(this, dx, dim);

        public Tensor renorm(Scalar p, long dim, Scalar maxnorm) => s_renorm.Call(this, p, dim, maxnorm);
    }
}
