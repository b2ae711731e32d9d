using PluginHost.Tensors.Files;

namespace PluginHost.Tensors.Pickles;

/// <summary>Reads the pickle of an object array of numpy, which pickles the array as a whole.</summary>
internal static class PickledObjects
{
    /// <summary>Reads the values.</summary>
    /// <param name="pickle">The bytes behind the header.</param>
    /// <param name="header">What the file says of the array.</param>
    /// <param name="fault">Makes errors.</param>
    /// <returns>The one value of an array without dimensions, else a list.</returns>
    public static object? Read(byte[] pickle, NumpyHeader header, PickleFault fault)
    {
        var root = new Unpickler(pickle, new ArrayNames(fault, objects: true), fault).Run();
        // Once through, so that nothing contains itself or unfolds without end.
        PickleTree.Walk(root, fault, (_, _) => { });
        if (root is not NumpyArray { Objects: { } values } array) throw fault.Of("its pickle is no array of objects");
        if (!array.Shape.SequenceEqual(header.Shape)) throw fault.Of("its pickle and its header say different shapes");
        // The array's own values, of which the walk sees nothing.
        PickleTree.Walk(values, fault, (_, _) => { });
        var finished = (List<object?>)Finished(values, fault)!;
        return header.Shape.Length == 0 ? finished[0] : finished;
    }

    // Arrays in the making become arrays, at any depth; the walk has bounded it.
    private static object? Finished(object? value, PickleFault fault)
    {
        switch (value)
        {
            case NumpyArray { Objects: not null }:
                throw fault.Of("it has an array of objects inside another one");
            case NumpyArray array:
                return array.Finished(fault);
            case Dictionary<object, object?> dictionary:
                foreach (var key in dictionary.Keys.ToArray()) dictionary[key] = Finished(dictionary[key], fault);
                return dictionary;
            case List<object?> list:
                for (var i = 0; i < list.Count; i++) list[i] = Finished(list[i], fault);
                return list;
            case object?[] tuple:
                for (var i = 0; i < tuple.Length; i++) tuple[i] = Finished(tuple[i], fault);
                return tuple;
            case NumpyType or AllowedGlobal:
                throw fault.Of("it holds a type or a function where a value is expected");
            default:
                return value;
        }
    }
}
