namespace TorchSharp.Extras.Pickles;

/// <summary>Fills lists and dictionaries.</summary>
internal sealed class PickleContainers(PickleFault fault)
{
    internal void Extend(object? target, object?[] values)
    {
        if (target is not List<object?> list)
        {
            throw fault.Of("its pickle appends to something other than a list");
        }

        list.AddRange(values);
    }

    /// <summary>Sets keys and values that follow each other.</summary>
    internal object Fill(object? target, object?[] pairs)
    {
        if (target is not Dictionary<object, object?> dictionary || pairs.Length % 2 != 0)
        {
            throw fault.Of("its pickle sets items of something other than a dictionary");
        }

        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] is not (string or long or double or bool))
            {
                throw fault.Of("a dictionary in it has a key that is neither a text nor a number");
            }

            dictionary[pairs[i]!] = pairs[i + 1];
        }

        return dictionary;
    }
}
