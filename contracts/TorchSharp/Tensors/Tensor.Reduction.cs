using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_sum = new("aten::sum");
        private static readonly Op s_sumDimIntList = new("aten::sum", "dim_IntList");
        private static readonly Op s_nansum = new("aten::nansum");
        private static readonly Op s_mean = new("aten::mean");
        private static readonly Op s_meanDim = new("aten::mean", "dim");
        private static readonly Op s_nanmean = new("aten::nanmean");
        private static readonly Op s_prod = new("aten::prod");
        private static readonly Op s_prodDimInt = new("aten::prod", "dim_int");
        private static readonly Op s_std = new("aten::std");
        private static readonly Op s_stdDim = new("aten::std", "dim");
        private static readonly Op s_var = new("aten::var");
        private static readonly Op s_varDim = new("aten::var", "dim");
        private static readonly Op s_stdMean = new("aten::std_mean");
        private static readonly Op s_stdMeanDim = new("aten::std_mean", "dim");
        private static readonly Op s_varMean = new("aten::var_mean");
        private static readonly Op s_varMeanDim = new("aten::var_mean", "dim");
        private static readonly Op s_max = new("aten::max");
        private static readonly Op s_maxDim = new("aten::max", "dim");
        private static readonly Op s_min = new("aten::min");
        private static readonly Op s_minDim = new("aten::min", "dim");
        private static readonly Op s_amax = new("aten::amax");
        private static readonly Op s_amin = new("aten::amin");
        private static readonly Op s_aminmax = new("aten::aminmax");
        private static readonly Op s_argmax = new("aten::argmax");
        private static readonly Op s_argmin = new("aten::argmin");
        private static readonly Op s_all = new("aten::all");
        private static readonly Op s_allDim = new("aten::all", "dim");
        private static readonly Op s_any = new("aten::any");
        private static readonly Op s_anyDim = new("aten::any", "dim");
        private static readonly Op s_median = new("aten::median");
        private static readonly Op s_medianDim = new("aten::median", "dim");
        private static readonly Op s_nanmedian = new("aten::nanmedian");
        private static readonly Op s_mode = new("aten::mode");
        private static readonly Op s_logsumexp = new("aten::logsumexp");
        private static readonly Op s_normScalar = new("aten::norm", "Scalar");
        private static readonly Op s_normScalarOptDim = new("aten::norm", "ScalarOpt_dim");
        private static readonly Op s_countNonzero = new("aten::count_nonzero");
        private static readonly Op s_countNonzeroDimIntList = new("aten::count_nonzero", "dim_IntList");
        private static readonly Op s_quantile = new("aten::quantile");
        private static readonly Op s_nanquantile = new("aten::nanquantile");

        public Tensor sum(ScalarType? type = null) => s_sum.Call(this, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, dim.ToArray(), keepdim, type);

        /// <summary>The literal 0 means dimension 0 here, not the element type of number 0.</summary>
        [OverloadResolutionPriority(1)]
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, new[] { dim }, keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            s_sumDimIntList.Call(this, new[] { dim0, dim1 }, keepdim, type);

        public Tensor nansum(ScalarType? type = null) => s_nansum.Call(this, Arg.None, false, type);

        public Tensor mean() => s_mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            s_meanDim.Call(this, dimensions, keepdim, type);

        public Tensor nanmean(long[]? dim = null, bool keepdim = false, ScalarType? dtype = null) =>
            s_nanmean.Call(this, dim, keepdim, dtype);

        public Tensor prod(ScalarType? dtype = null) => s_prod.Call(this, dtype);

        /// <summary>The literal 0 means dimension 0 here, not the element type of number 0.</summary>
        [OverloadResolutionPriority(1)]
        public Tensor prod(long dim, bool keepdim = false, ScalarType? dtype = null) => s_prodDimInt.Call(this, dim, keepdim, dtype);

        public Tensor std(bool unbiased = true) => s_std.Call(this, unbiased);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_stdDim.Call(this, dimensions, unbiased, keepdim);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_stdDim.Call(this, new[] { dim }, unbiased, keepdim);

        public Tensor var(bool unbiased = true) => s_var.Call(this, unbiased);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_varDim.Call(this, dimensions, unbiased, keepdim);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            s_varDim.Call(this, new[] { dim }, unbiased, keepdim);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Pair(s_stdMean.CallMany(this, unbiased));

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false) =>
            Pair(s_stdMeanDim.CallMany(this, dimensions, unbiased, keepdim));

        public (Tensor var, Tensor mean) var_mean(bool unbiased = true) => Pair(s_varMean.CallMany(this, unbiased));

        public (Tensor var, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false) =>
            Pair(s_varMeanDim.CallMany(this, dimensions, unbiased, keepdim));

        public Tensor max() => s_max.Call(this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Pair(s_maxDim.CallMany(this, dim, keepdim));

        public Tensor min() => s_min.Call(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Pair(s_minDim.CallMany(this, dim, keepdim));

        public Tensor amax(params long[] dims) => s_amax.Call(this, dims);

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false) => s_amax.Call(this, dims.ToArray(), keepdim);

        public Tensor amin(params long[] dims) => s_amin.Call(this, dims);

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false) => s_amin.Call(this, dims.ToArray(), keepdim);

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Pair(s_aminmax.CallMany(this, dim, keepdim));

        public Tensor argmax() => s_argmax.Call(this);

        public Tensor argmax(long dim, bool keepdim = false) => s_argmax.Call(this, dim, keepdim);

        public Tensor argmin() => s_argmin.Call(this);

        public Tensor argmin(long dim, bool keepdim = false) => s_argmin.Call(this, dim, keepdim);

        public Tensor all() => s_all.Call(this);

        public Tensor all(long dim, bool keepdim = false) => s_allDim.Call(this, dim, keepdim);

        public Tensor any() => s_any.Call(this);

        public Tensor any(long dim, bool keepdim = false) => s_anyDim.Call(this, dim, keepdim);

        public Tensor median() => s_median.Call(this);

        public (Tensor values, Tensor indexes) median(long dim, bool keepdim = false) => Pair(s_medianDim.CallMany(this, dim, keepdim));

        public Tensor nanmedian() => s_nanmedian.Call(this);

        public (Tensor values, Tensor indices) mode(long dim = -1L, bool keepdim = false) => Pair(s_mode.CallMany(this, dim, keepdim));

        public Tensor logsumexp(long dim, bool keepdim = false) => s_logsumexp.Call(this, new[] { dim }, keepdim);

        public Tensor norm(float p = 2.0f) => s_normScalar.Call(this, p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) =>
            s_normScalarOptDim.Call(this, (double)p, new long[] { dim }, keepdim);

        public Tensor norm(long[] dims, bool keepdim = false, float p = 2.0f) =>
            s_normScalarOptDim.Call(this, (double)p, dims, keepdim);

        public Tensor count_nonzero() => s_countNonzero.Call(this);

        public Tensor count_nonzero(long[] dims) => s_countNonzeroDimIntList.Call(this, dims);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => s_quantile.Call(this, q, dim, keepdim);

        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => s_nanquantile.Call(this, q, dim, keepdim);
    }
}
