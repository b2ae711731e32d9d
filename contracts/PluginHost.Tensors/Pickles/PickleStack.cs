namespace PluginHost.Tensors.Pickles;

/// <summary>The stack of a pickle, with marks, and its memo. Both are bounded.</summary>
internal sealed class PickleStack(PickleFault fault)
{
    private const int Most = 1_000_000;
    private static readonly object s_mark = new();
    private readonly List<object?> _items = [];
    private readonly Dictionary<long, object?> _memo = [];

    internal int Count => _items.Count;

    internal void Push(object? value)
    {
        if (_items.Count >= Most) throw fault.Of($"its pickle stacks more than {Most} values");

        _items.Add(value);
    }

    internal void PushMark() => Push(s_mark);

    internal object? Top() => _items.Count > 0 && !ReferenceEquals(_items[^1], s_mark)
        ? _items[^1]
        : throw fault.Of("its pickle takes a value where there is none");

    internal object? Pop()
    {
        var value = Top();
        _items.RemoveAt(_items.Count - 1);
        return value;
    }

    /// <summary>Takes the topmost values, lowest first.</summary>
    internal object?[] Pop(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--) values[i] = Pop();
        return values;
    }

    /// <summary>Takes everything above the topmost mark, and the mark.</summary>
    internal object?[] PopToMark()
    {
        var mark = _items.FindLastIndex(item => ReferenceEquals(item, s_mark));
        if (mark < 0) throw fault.Of("its pickle refers to a mark that was never set");

        object?[] values = [.. _items.Skip(mark + 1)];
        _items.RemoveRange(mark, _items.Count - mark);
        return values;
    }

    internal void Remember(long? index = null)
    {
        if (_memo.Count >= Most) throw fault.Of($"its pickle remembers more than {Most} values");

        _memo[index ?? _memo.Count] = Top();
    }

    internal object? Recall(long index) =>
        _memo.TryGetValue(index, out var value) ? value : throw fault.Of($"its pickle recalls value {index}, which it never remembered");
}
