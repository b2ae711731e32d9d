using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Op s_cat = new("aten::cat");
    private static readonly Op s_stack = new("aten::stack");
    private static readonly Op s_where = new("aten::where", "self");
    private static readonly Op s_whereIndices = new("aten::where");
    private static readonly Op s_hstack = new("aten::hstack");
    private static readonly Op s_vstack = new("aten::vstack");
    private static readonly Op s_dstack = new("aten::dstack");
    private static readonly Op s_meshgrid = new("aten::meshgrid", "indexing");
    private static readonly Op s_broadcastTensors = new("aten::broadcast_tensors");
    private static readonly Op s_cartesianProd = new("aten::cartesian_prod");
    private static readonly Op s_combinations = new("aten::combinations");
    private static readonly Op s_blockDiag = new("aten::block_diag");
    private static readonly Op s_einsum = new("aten::einsum");
    private static readonly Op s_tensordot = new("aten::tensordot");
    private static readonly Op s_cdist = new("aten::cdist");
    private static readonly Op s_unique2 = new("aten::_unique2");
    private static readonly Op s_uniqueDim = new("aten::unique_dim");
    private static readonly Op s_uniqueConsecutive = new("aten::unique_consecutive");
    private static readonly Op s_searchsorted = new("aten::searchsorted", "Tensor");
    private static readonly Op s_isin = new("aten::isin", "Tensor_Tensor");

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => s_cat.Call(tensors.ToArray(), dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => s_cat.Call(tensors, dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) => s_stack.Call(tensors.ToArray(), dim);

    public static Tensor hstack(params IList<Tensor> tensors) => s_hstack.Call(tensors.ToArray());

    public static Tensor vstack(params IList<Tensor> tensors) => s_vstack.Call(tensors.ToArray());

    public static Tensor dstack(params IList<Tensor> tensors) => s_dstack.Call(tensors.ToArray());

    /// <summary>x where the condition holds, else y; all three broadcast.</summary>
    public static Tensor where(Tensor condition, Tensor x, Tensor y) => s_where.Call(condition, x, y);

    /// <summary>The places of all true elements, one tensor per dimension.</summary>
    public static Tensor[] where(Tensor condition) => s_whereIndices.CallMany(condition);

    /// <summary>Grids of coordinates; the tensors must be one-dimensional. "ij" is matrix order, "xy" exchanges the first two.</summary>
    public static Tensor[] meshgrid(IEnumerable<Tensor> tensors, string indexing = "ij") =>
        s_meshgrid.CallMany(tensors.ToArray(), indexing);

    public static IList<Tensor> broadcast_tensors(params Tensor[] tensors) => s_broadcastTensors.CallMany(tensors);

    public static Tensor cartesian_prod(IList<Tensor> tensors) => s_cartesianProd.Call(tensors.ToArray());

    public static Tensor cartesian_prod(params Tensor[] tensors) => s_cartesianProd.Call(tensors);

    public static Tensor combinations(Tensor input, int r = 2, bool with_replacement = false) =>
        s_combinations.Call(input, r, with_replacement);

    public static Tensor block_diag(params Tensor[] tensors) => s_blockDiag.Call(tensors);

    /// <summary>A sum of products in Einstein's notation, such as "bij,bjk->bik".</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => s_einsum.Call(equation, tensors);

    public static Tensor tensordot(Tensor a, Tensor b, long dims = 2)
    {
        var first = Enumerable.Range(0, (int)dims).Select(i => a.ndim - dims + i).ToArray();
        return tensordot(a, b, first, [.. Enumerable.Range(0, (int)dims).Select(i => (long)i)]);
    }

    public static Tensor tensordot(Tensor a, Tensor b, long[] dims1, long[] dims2) => s_tensordot.Call(a, b, dims1, dims2);

    /// <summary>Distances between all rows of two batches: [B, P, M] and [B, R, M] give [B, P, R].</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0) => s_cdist.Call(x1, x2, p);

    public static (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(Tensor input, bool sorted = true,
        bool return_inverse = false,
        bool return_counts = false, long? dim = null) => input.unique(sorted, return_inverse, return_counts, dim);

    /// <summary>Where each value would have to stand in the sorted last dimension of <paramref name="sorted_sequence"/>.</summary>
    public static Tensor searchsorted(Tensor sorted_sequence, Tensor values, bool out_int32 = false, bool right = false) =>
        s_searchsorted.Call(sorted_sequence, values, out_int32, right);

    public static Tensor isin(Tensor elements, Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
        s_isin.Call(elements, test_elements, assumeUnique, invert);

    public partial class Tensor
    {
        /// <summary>Distinct elements, or distinct slices along a dimension; places and counts only where asked for.</summary>
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false,
            bool return_counts = false,
            long? dim = null)
        {
            var all = dim is { } d
                ? s_uniqueDim.CallMany(this, d, sorted, return_inverse, return_counts)
                : s_unique2.CallMany(this, sorted, return_inverse, return_counts);
            return Wanted(all, return_inverse, return_counts);
        }

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false,
            bool return_counts = false,
            long? dim = null) => Wanted(s_uniqueConsecutive.CallMany(this, return_inverse, return_counts, dim), return_inverse,
                return_counts);

        private static (Tensor Output, Tensor? Inverse, Tensor? Counts) Wanted(Tensor[] all, bool inverse, bool counts)
        {
            if (!inverse)
            {
                all[1].Dispose();
            }

            if (!counts)
            {
                all[2].Dispose();
            }

            return (all[0], inverse ? all[1] : null, counts ? all[2] : null);
        }
    }
}
