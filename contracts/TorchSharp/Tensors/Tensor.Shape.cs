using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_view = new("aten::view");
        private static readonly Op s_viewDtype = new("aten::view", "dtype");
        private static readonly Op s_viewAs = new("aten::view_as");
        private static readonly Op s_reshape = new("aten::reshape");
        private static readonly Op s_reshapeAs = new("aten::reshape_as");
        private static readonly Op s_permute = new("aten::permute");
        private static readonly Op s_transposeInt = new("aten::transpose", "int");
        private static readonly Op s_transposeIntInPlace = new("aten::transpose_");
        private static readonly Op s_swapaxes = new("aten::swapaxes");
        private static readonly Op s_swapdims = new("aten::swapdims");
        private static readonly Op s_movedimInt = new("aten::movedim", "int");
        private static readonly Op s_movedimIntlist = new("aten::movedim", "intlist");
        private static readonly Op s_moveaxisInt = new("aten::moveaxis", "int");
        private static readonly Op s_moveaxisIntlist = new("aten::moveaxis", "intlist");
        private static readonly Op s_t = new("aten::t");
        private static readonly Op s_tInPlace = new("aten::t_");
        private static readonly Op s_adjoint = new("aten::adjoint");
        private static readonly Op s_expand = new("aten::expand");
        private static readonly Op s_expandAs = new("aten::expand_as");
        private static readonly Op s_broadcastTo = new("aten::broadcast_to");
        private static readonly Op s_repeat = new("aten::repeat");
        private static readonly Op s_repeatInterleaveSelfTensor = new("aten::repeat_interleave", "self_Tensor");
        private static readonly Op s_repeatInterleaveSelfInt = new("aten::repeat_interleave", "self_int");
        private static readonly Op s_tile = new("aten::tile");
        private static readonly Op s_unsqueeze = new("aten::unsqueeze");
        private static readonly Op s_unsqueezeInPlace = new("aten::unsqueeze_");
        private static readonly Op s_flattenUsingInts = new("aten::flatten", "using_ints");
        private static readonly Op s_unflattenInt = new("aten::unflatten", "int");
        private static readonly Op s_ravel = new("aten::ravel");
        private static readonly Op s_narrow = new("aten::narrow");
        private static readonly Op s_selectInt = new("aten::select", "int");
        private static readonly Op s_sliceTensor = new("aten::slice", "Tensor");
        private static readonly Op s_chunk = new("aten::chunk");
        private static readonly Op s_splitTensor = new("aten::split", "Tensor");
        private static readonly Op s_splitWithSizes = new("aten::split_with_sizes");
        private static readonly Op s_tensorSplitSections = new("aten::tensor_split", "sections");
        private static readonly Op s_tensorSplitIndices = new("aten::tensor_split", "indices");
        private static readonly Op s_unbindInt = new("aten::unbind", "int");
        private static readonly Op s_diag = new("aten::diag");
        private static readonly Op s_diagonal = new("aten::diagonal");
        private static readonly Op s_diagEmbed = new("aten::diag_embed");
        private static readonly Op s_tril = new("aten::tril");
        private static readonly Op s_trilInPlace = new("aten::tril_");
        private static readonly Op s_triu = new("aten::triu");
        private static readonly Op s_triuInPlace = new("aten::triu_");
        private static readonly Op s_flip = new("aten::flip");
        private static readonly Op s_fliplr = new("aten::fliplr");
        private static readonly Op s_flipud = new("aten::flipud");
        private static readonly Op s_roll = new("aten::roll");
        private static readonly Op s_rot90 = new("aten::rot90");
        private static readonly Op s_unfold = new("aten::unfold");
        private static readonly Op s_asStrided = new("aten::as_strided");
        private static readonly Op s_atleast1d = new("aten::atleast_1d");
        private static readonly Op s_atleast2d = new("aten::atleast_2d");
        private static readonly Op s_atleast3d = new("aten::atleast_3d");

        public Tensor view(params long[] shape) => s_view.Call(this, shape);

        public Tensor view(ScalarType dtype) => s_viewDtype.Call(this, dtype);

        public Tensor view_as(Tensor other) => s_viewAs.Call(this, other);

        public Tensor reshape(params long[] shape) => s_reshape.Call(this, shape);

        public Tensor reshape_as(Tensor other) => s_reshapeAs.Call(this, other);

        public Tensor permute(params long[] permutation) => s_permute.Call(this, permutation);

        public Tensor transpose(long dim0, long dim1) => s_transposeInt.Call(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => InPlace(s_transposeIntInPlace, dim0, dim1);

        public Tensor swapaxes(long axis0, long axis1) => s_swapaxes.Call(this, axis0, axis1);

        public Tensor swapdims(long dim0, long dim1) => s_swapdims.Call(this, dim0, dim1);

        public Tensor movedim(long source, long destination) => s_movedimInt.Call(this, source, destination);

        public Tensor movedim(long[] source, long[] destination) => s_movedimIntlist.Call(this, source, destination);

        public Tensor moveaxis(long source, long destination) => s_moveaxisInt.Call(this, source, destination);

        public Tensor moveaxis(long[] source, long[] destination) => s_moveaxisIntlist.Call(this, source, destination);

        public Tensor t() => s_t.Call(this);

        public Tensor t_() => InPlace(s_tInPlace);

        public Tensor adjoint() => s_adjoint.Call(this);

        public Tensor expand(params long[] sizes) => s_expand.Call(this, sizes);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => s_expand.Call(this, sizes.ToArray(), isImplicit);

        public Tensor expand_as(Tensor other) => s_expandAs.Call(this, other);

        public Tensor broadcast_to(params long[] shape) => s_broadcastTo.Call(this, shape);

        public Tensor repeat(params long[] sizes) => s_repeat.Call(this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleaveSelfTensor.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) =>
            s_repeatInterleaveSelfInt.Call(this, repeats, dim, output_size);

        public Tensor tile(params long[] reps) => s_tile.Call(this, reps);

        public Tensor unsqueeze(long dim) => s_unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => InPlace(s_unsqueezeInPlace, dim);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => s_flattenUsingInts.Call(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) => s_unflattenInt.Call(this, dim, sizes);

        public Tensor ravel() => s_ravel.Call(this);

        public Tensor narrow(long dim, long start, long length) => s_narrow.Call(this, dim, start, length);

        public Tensor select(long dim, long index) => s_selectInt.Call(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => s_sliceTensor.Call(this, dim, start, finish, step);

        public Tensor[] chunk(long chunks, long dim = 0) => s_chunk.CallMany(this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) => s_splitTensor.CallMany(this, size, dim);

        public Tensor[] split(long[] sizes, int dim = 0) => s_splitWithSizes.CallMany(this, sizes, dim);

        public Tensor[] split_with_sizes(long[] sizes, int dim = 0) => s_splitWithSizes.CallMany(this, sizes, dim);

        public Tensor[] tensor_split(long size, long dim = 0) => s_tensorSplitSections.CallMany(this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0) => s_tensorSplitIndices.CallMany(this, sizes, dim);

        public Tensor[] unbind(int dimension = 0) => s_unbindInt.CallMany(this, dimension);

        public Tensor diag(long diagonal = 0) => s_diag.Call(this, diagonal);

        public Tensor diagonal(long offset = 0, long dim1 = 0, long dim2 = 1) => s_diagonal.Call(this, offset, dim1, dim2);

        public Tensor diag_embed(long offset = 0, long dim1 = -2, long dim2 = -1) => s_diagEmbed.Call(this, offset, dim1, dim2);

        public Tensor tril(long diagonal = 0) => s_tril.Call(this, diagonal);

        public Tensor tril_(long diagonal = 0) => InPlace(s_trilInPlace, diagonal);

        public Tensor triu(long diagonal = 0) => s_triu.Call(this, diagonal);

        public Tensor triu_(long diagonal = 0) => InPlace(s_triuInPlace, diagonal);

        public Tensor flip(params long[] dims) => s_flip.Call(this, dims);

        public Tensor fliplr() => s_fliplr.Call(this);

        public Tensor flipud() => s_flipud.Call(this);

        public Tensor roll(long shifts, long? dims = null) => s_roll.Call(this, new[] { shifts }, dims is { } d ? new[] { d } : []);

        public Tensor roll(long[] shifts, long[] dims) => s_roll.Call(this, shifts, dims);

        public Tensor rot90(long k = 1, long[]? dims = null) => s_rot90.Call(this, k, dims ?? [0, 1]);

        public Tensor unfold(long dimension, long size, long step) => s_unfold.Call(this, dimension, size, step);

        public Tensor as_strided(long[] size, long[] strides, long? storageOffset = null) =>
            s_asStrided.Call(this, size, strides, storageOffset);

        public Tensor atleast_1d() => s_atleast1d.Call(this);

        public Tensor atleast_2d() => s_atleast2d.Call(this);

        public Tensor atleast_3d() => s_atleast3d.Call(this);
    }
}
