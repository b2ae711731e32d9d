using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_indexSelect = new("aten::index_select");
        private static readonly Op s_gather = new("aten::gather");
        private static readonly Op s_scatterSrc = new("aten::scatter", "src");
        private static readonly Op s_scatterSrcInPlace = new("aten::scatter_", "src");
        private static readonly Op s_scatterValue = new("aten::scatter", "value");
        private static readonly Op s_scatterValueInPlace = new("aten::scatter_", "value");
        private static readonly Op s_scatterAdd = new("aten::scatter_add");
        private static readonly Op s_scatterAddInPlace = new("aten::scatter_add_");
        private static readonly Op s_indexAdd = new("aten::index_add");
        private static readonly Op s_indexAddInPlace = new("aten::index_add_");
        private static readonly Op s_indexCopy = new("aten::index_copy");
        private static readonly Op s_indexCopyInPlace = new("aten::index_copy_");
        private static readonly Op s_indexFillIntScalar = new("aten::index_fill", "int_Scalar");
        private static readonly Op s_indexFillIntScalarInPlace = new("aten::index_fill_", "int_Scalar");
        private static readonly Op s_maskedFillScalar = new("aten::masked_fill", "Scalar");
        private static readonly Op s_maskedFillScalarInPlace = new("aten::masked_fill_", "Scalar");
        private static readonly Op s_maskedFillTensor = new("aten::masked_fill", "Tensor");
        private static readonly Op s_maskedFillTensorInPlace = new("aten::masked_fill_", "Tensor");
        private static readonly Op s_maskedSelect = new("aten::masked_select");
        private static readonly Op s_maskedScatter = new("aten::masked_scatter");
        private static readonly Op s_maskedScatterInPlace = new("aten::masked_scatter_");
        private static readonly Op s_take = new("aten::take");
        private static readonly Op s_takeAlongDim = new("aten::take_along_dim");
        private static readonly Op s_selectScatter = new("aten::select_scatter");
        private static readonly Op s_diagonalScatter = new("aten::diagonal_scatter");
        private static readonly Op s_argwhere = new("aten::argwhere");
        private static readonly Op s_nonzero = new("aten::nonzero");
        private static readonly Op s_whereSelf = new("aten::where", "self");

        public Tensor index_select(long dim, Tensor index) => s_indexSelect.Call(this, dim, index);

        public Tensor gather(long dim, Tensor index) => s_gather.Call(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => s_scatterSrc.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => InPlace(s_scatterSrcInPlace, dim, index, src);

        public Tensor scatter(long dim, Tensor index, Scalar value) => s_scatterValue.Call(this, dim, index, value);

        public Tensor scatter_(long dim, Tensor index, Scalar value) => InPlace(s_scatterValueInPlace, dim, index, value);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => s_scatterAdd.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => InPlace(s_scatterAddInPlace, dim, index, src);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            s_indexAdd.Call(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            InPlace(s_indexAddInPlace, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => s_indexCopy.Call(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => InPlace(s_indexCopyInPlace, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => s_indexFillIntScalar.Call(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => InPlace(s_indexFillIntScalarInPlace, dim, index, value);

        public Tensor masked_fill(Tensor mask, Scalar value) => s_maskedFillScalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => InPlace(s_maskedFillScalarInPlace, mask, value);

        public Tensor masked_fill(Tensor mask, Tensor value) => s_maskedFillTensor.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Tensor value) => InPlace(s_maskedFillTensorInPlace, mask, value);

        public Tensor masked_select(Tensor mask) => s_maskedSelect.Call(this, mask);

        public Tensor masked_scatter(Tensor mask, Tensor value) => s_maskedScatter.Call(this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => InPlace(s_maskedScatterInPlace, mask, value);

        public Tensor take(Tensor index) => s_take.Call(this, index);

        public Tensor take_along_dim(Tensor indices, long dim) => s_takeAlongDim.Call(this, indices, dim);

        public Tensor take_along_dim(Tensor indices) => s_takeAlongDim.Call(this, indices);

        public Tensor select_scatter(Tensor src, long dim, long index) => s_selectScatter.Call(this, src, dim, index);

        public Tensor diagonal_scatter(Tensor src, long offset = 0L, long dim1 = 0L, long dim2 = 1L) =>
            s_diagonalScatter.Call(this, src, offset, dim1, dim2);

        public Tensor argwhere() => s_argwhere.Call(this);

        public Tensor nonzero() => s_nonzero.Call(this);

        public Tensor where(Tensor condition, Tensor y) => s_whereSelf.Call(condition, this, y);
    }
}
