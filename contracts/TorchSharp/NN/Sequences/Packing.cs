using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            /// <summary>Sequences of different lengths.</summary>
            public static partial class rnn
            {
                private static readonly Op s_pack = new("aten::_pack_padded_sequence"), s_unpack = new("aten::_pad_packed_sequence");
                private static readonly Op s_pad = new("aten::pad_sequence");

                /// <summary>Packs a padded batch (L, N, ...); lengths (N) on the CPU.</summary>
                /// <param name="input">The padded batch.</param>
                /// <param name="lengths">Length of each sequence, at least 1.</param>
                /// <param name="batch_first">Whether the batch is (N, L, ...).</param>
                /// <param name="enforce_sorted">Whether the sequences come longest first already; else they are sorted.</param>
                public static PackedSequence pack_padded_sequence(
                    Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true)
                {
                    using var scope = NewDisposeScope();
                    Tensor? sorted = null, unsorted = null;
                    if (!enforce_sorted)
                    {
                        (lengths, sorted) = lengths.cpu().sort(-1, descending: true);
                        unsorted = sorted.argsort().to(input.device).MoveToOuterDisposeScope();
                        sorted = sorted.to(input.device).MoveToOuterDisposeScope();
                        input = input.index_select(batch_first ? 0 : 1, sorted);
                    }

                    var packed = s_pack.CallMany(input, lengths.cpu(), batch_first);
                    return new(packed[0].MoveToOuterDisposeScope(), packed[1].MoveToOuterDisposeScope(), sorted, unsorted);
                }

                /// <summary>Packs sequences (length, ...).</summary>
                public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true)
                {
                    Tensor[] all = [.. sequences];
                    using var padded = pad_sequence(all);
                    using var lengths = tensor(all.Select(sequence => sequence.shape[0]).ToArray());
                    return pack_padded_sequence(padded, lengths, enforce_sorted: enforce_sorted);
                }

                /// <summary>Pads sequences (length, ...) to the longest: (L, N, ...), or (N, L, ...) when batch comes first.</summary>
                public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0)
                    => s_pad.Call(sequences.ToArray(), batch_first, padding_value);

                /// <summary>Undoes packing: the padded batch and the lengths, in the caller's order.</summary>
                public static (Tensor, Tensor) pad_packed_sequence(
                    PackedSequence sequence, bool batch_first = false, double padding_value = 0, long? total_length = null)
                {
                    using var scope = NewDisposeScope();
                    var results = s_unpack.CallMany(
                        sequence.data, sequence.batch_sizes, batch_first, padding_value, total_length ?? -1);
                    var (padded, lengths) = (results[0], results[1]);
                    if (sequence.unsorted_indices is { } order)
                    {
                        padded = padded.index_select(batch_first ? 0 : 1, order);
                        lengths = lengths.index_select(0, order.cpu());
                    }

                    return (padded.MoveToOuterDisposeScope(), lengths.MoveToOuterDisposeScope());
                }
            }
        }
    }
}
