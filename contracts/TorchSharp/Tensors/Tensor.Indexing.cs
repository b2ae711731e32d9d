using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op s_index = new("aten::index", "Tensor");
        private static readonly Op s_indexPutInPlace = new("aten::index_put_");

        /// <summary>
        /// Indexing as in PyTorch: places and slices give a view, masks and tensors of places a copy. Setting copies the value in,
        /// broadcasting it.
        /// </summary>
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        /// <summary>Indexing by several tensors of places or masks, one per leading dimension.</summary>
        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            var (view, places) = View(indices);
            if (places is null)
            {
                return ReferenceEquals(view, this) ? alias() : view;
            }

            var result = s_index.Call(view, Arg.OptionalTensors(places));
            if (!ReferenceEquals(view, this))
            {
                view.Dispose();
            }

            return result;
        }

        public Tensor index(params Tensor[] indices) => s_index.Call(this, Arg.OptionalTensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => Put(value, indices, accumulate: false);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scalar = full([], value, dtype, device);
            return Put(scalar, indices, accumulate: false);
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => InPlace(s_indexPutInPlace, Arg.OptionalTensors(indices), value);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate) => Put(value, indices, accumulate);

        private Tensor Put(Tensor value, TensorIndex[] indices, bool accumulate)
        {
            using var scope = NewDisposeScope();
            var (view, places) = View(indices);
            if (places is not null)
            {
                s_indexPutInPlace.Run(view, Arg.OptionalTensors(places), value, accumulate);
            }
            else if (accumulate)
            {
                view.add_(value);
            }
            else
            {
                view.copy_(LeadingOnesDropped(value, view.ndim));
            }

            return this;
        }

        /// <summary>PyTorch lets a value have more dimensions than its place as long as the extra leading ones are 1.</summary>
        private static Tensor LeadingOnesDropped(Tensor value, long dimensions)
        {
            while (value.ndim > dimensions && value.shape[0] == 1)
            {
                value = value.squeeze(0);
            }

            return value;
        }

        /// <summary>Applies places and slices as views; what is left for tensors of places is a list with a gap per untouched
        /// dimension.</summary>
        private (Tensor View, Tensor?[]? Places) View(TensorIndex[] indices)
        {
            var consumed = indices.Sum(i => i.Kind switch
            {
                TensorIndex.Form.None or TensorIndex.Form.Ellipsis or TensorIndex.Form.Bool => 0L,
                TensorIndex.Form.Tensor when i.Places!.dtype is ScalarType.Bool or ScalarType.Byte => i.Places.ndim,
                _ => 1L,
            });
            var own = ndim;
            if (consumed > own)
            {
                throw new ArgumentException($"Too many indices: the tensor has {own} dimensions, the index uses {consumed}.",
                    nameof(indices));
            }

            var current = this;
            var places = new List<Tensor?>();
            var dim = 0L;
            foreach (var index in indices)
            {
                switch (index.Kind)
                {
                    case TensorIndex.Form.Ellipsis:
                        dim += own - consumed;
                        break;
                    case TensorIndex.Form.None:
                        current = Next(current, current.unsqueeze(dim++));
                        break;
                    case TensorIndex.Form.Single:
                        current = Next(current, current.select(dim, index.Start!.Value));
                        break;
                    case TensorIndex.Form.Slice:
                        if (index.Start is not null || index.Stop is not null || index.Step is not null)
                        {
                            current = Next(current, s_sliceTensor.Call(current, dim, index.Start, index.Stop, index.Step ?? 1));
                        }

                        dim++;
                        break;
                    case TensorIndex.Form.Bool:
                        current = Next(current, current.unsqueeze(dim));
                        Record(places, dim++, tensor(index.Start != 0, device: device).unsqueeze(0));
                        break;
                    default:
                        Record(places, dim, index.Places!);
                        dim += index.Places!.dtype is ScalarType.Bool or ScalarType.Byte ? index.Places.ndim : 1;
                        break;
                }
            }

            return (current, places.Count == 0 ? null : [.. places]);
        }

        private static void Record(List<Tensor?> places, long dim, Tensor tensor)
        {
            while (places.Count < dim - MaskSurplus(places))
            {
                places.Add(null);
            }

            places.Add(tensor);
        }

        /// <summary>A mask of n dimensions takes one entry of the list and n dimensions of the tensor.</summary>
        private static long MaskSurplus(List<Tensor?> places) =>
            places.Sum(p => p is not null && p.dtype is ScalarType.Bool or ScalarType.Byte ? p.ndim - 1 : 0);

        private Tensor Next(Tensor before, Tensor after)
        {
            if (!ReferenceEquals(before, this))
            {
                before.Dispose();
            }

            return after;
        }
    }
}
