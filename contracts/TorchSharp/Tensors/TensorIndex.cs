namespace TorchSharp;

public static partial class torch
{
    /// <summary>One part of an index expression: a place, a slice, a mask, a tensor of places, a new dimension, or all remaining
    /// dimensions.</summary>
    public sealed class TensorIndex
    {
        internal enum Form
        {
            None,
            Ellipsis,
            Single,
            Slice,
            Bool,
            Tensor,
        }

        internal readonly Form Kind;
        internal readonly long? Start;
        internal readonly long? Stop;
        internal readonly long? Step;
        internal readonly torch.Tensor? Places;

        private TensorIndex(Form kind, long? start = null, long? stop = null, long? step = null, torch.Tensor? places = null) =>
            (Kind, Start, Stop, Step, Places) = (kind, start, stop, step, places);

        /// <summary>All dimensions that the other parts leave.</summary>
        public static TensorIndex Ellipsis { get; } = new(Form.Ellipsis);

        /// <summary>A new dimension of length 1.</summary>
        public static TensorIndex None { get; } = new(Form.None);

        public static TensorIndex Null => None;

        /// <summary>The whole of one dimension.</summary>
        public static TensorIndex Colon { get; } = new(Form.Slice);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new(Form.Slice, start, stop, step);

        public static TensorIndex Slice(Range range) => new(Form.Slice, Place(range.Start), EndOf(range.End));

        public static TensorIndex Single(long? index) => index is { } i ? new(Form.Single, i) : None;

        public static TensorIndex Bool(bool value) => new(Form.Bool, value ? 1 : 0);

        public static TensorIndex Tensor(torch.Tensor tensor) => new(Form.Tensor, places: tensor);

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(int value) => Single(value);

        public static implicit operator TensorIndex(bool value) => Bool(value);

        public static implicit operator TensorIndex(Range value) => Slice(value);

        public static implicit operator TensorIndex(Index value) => Single(Place(value));

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range.start, range.end);

        public static implicit operator TensorIndex(torch.Tensor tensor) => Tensor(tensor);

        private static long Place(Index index) => index.IsFromEnd ? -index.Value : index.Value;

        private static long? EndOf(Index index) => index is { IsFromEnd: true, Value: 0 } ? null : Place(index);
    }
}
