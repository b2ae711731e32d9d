namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            public static partial class rnn
            {
                /// <summary>
                /// Sequences of different lengths packed step by step, longest first: all first steps, then all second steps, and so on.
                /// </summary>
                public sealed class PackedSequence : IDisposable
                {
                    internal PackedSequence(Tensor data, Tensor batch_sizes, Tensor? sorted_indices, Tensor? unsorted_indices)
                    {
                        this.data = data;
                        this.batch_sizes = batch_sizes;
                        this.sorted_indices = sorted_indices;
                        this.unsorted_indices = unsorted_indices;
                    }

                    /// <summary>All steps of all sequences (total, features).</summary>
                    public Tensor data { get; }

                    /// <summary>Number of sequences that reach each step; on the CPU.</summary>
                    public Tensor batch_sizes { get; }

                    /// <summary>The caller's place of each packed sequence, or null when they came sorted.</summary>
                    public Tensor? sorted_indices { get; }

                    /// <summary>The packed place of each of the caller's sequences, or null.</summary>
                    public Tensor? unsorted_indices { get; }

                    internal long BatchSize
                    {
                        get
                        {
                            using var first = batch_sizes.select(0, 0);
                            return first.item<long>();
                        }
                    }

                    /// <summary>Frees the four tensors.</summary>
                    public void Dispose()
                    {
                        data.Dispose();
                        batch_sizes.Dispose();
                        sorted_indices?.Dispose();
                        unsorted_indices?.Dispose();
                    }

                    /// <summary>The same packing over other data; the index tensors are aliases.</summary>
                    internal PackedSequence With(Tensor other)
                        => new(other, Outer(batch_sizes)!, Outer(sorted_indices), Outer(unsorted_indices));

                    internal Tensor Sort(Tensor state) => sorted_indices is null ? state : state.index_select(1, sorted_indices);

                    internal Tensor Unsort(Tensor state) => unsorted_indices is null ? state : state.index_select(1, unsorted_indices);

                    private static Tensor? Outer(Tensor? tensor) => tensor?.alias().MoveToOuterDisposeScope();
                }
            }
        }
    }
}
