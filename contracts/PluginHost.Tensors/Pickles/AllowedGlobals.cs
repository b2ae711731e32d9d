using static TorchSharp.torch;

namespace PluginHost.Tensors.Pickles;

/// <summary>All names that a pickle may mention, and what they do here.</summary>
internal sealed class AllowedGlobals : PickleNames
{
    private static readonly Dictionary<string, ScalarType> s_storageTypes = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = ScalarType.Float32, ["DoubleStorage"] = ScalarType.Float64, ["HalfStorage"] = ScalarType.Float16,
        ["BFloat16Storage"] = ScalarType.BFloat16, ["LongStorage"] = ScalarType.Int64, ["IntStorage"] = ScalarType.Int32,
        ["ShortStorage"] = ScalarType.Int16, ["CharStorage"] = ScalarType.Int8, ["ByteStorage"] = ScalarType.Byte,
        ["BoolStorage"] = ScalarType.Bool, ["ComplexFloatStorage"] = ScalarType.ComplexFloat32,
        ["ComplexDoubleStorage"] = ScalarType.ComplexFloat64, ["UntypedStorage"] = ScalarType.Byte,
    };

    private static readonly Dictionary<string, ScalarType> s_elementTypes = new(StringComparer.Ordinal)
    {
        ["float32"] = ScalarType.Float32, ["float64"] = ScalarType.Float64, ["float16"] = ScalarType.Float16,
        ["bfloat16"] = ScalarType.BFloat16, ["int64"] = ScalarType.Int64, ["int32"] = ScalarType.Int32, ["int16"] = ScalarType.Int16,
        ["int8"] = ScalarType.Int8, ["uint8"] = ScalarType.Byte, ["bool"] = ScalarType.Bool, ["complex64"] = ScalarType.ComplexFloat32,
        ["complex128"] = ScalarType.ComplexFloat64,
    };

    private readonly Dictionary<string, AllowedGlobal> _all = new(StringComparer.Ordinal);
    private readonly StorageReader _storages;
    private readonly PickleFault _fault;

    internal AllowedGlobals(StorageReader storages, PickleFault fault)
        : base(fault, "a checkpoint may hold tensors and plain values only")
    {
        (_storages, _fault) = (storages, fault);
        Add("collections.OrderedDict", call: OrderedDictionary);
        Add("torch._utils._rebuild_tensor_v2", call: RebuildTensor);
        Add("torch._utils._rebuild_parameter", call: RebuildParameter);
        Add("torch.Size", call: Size);
        foreach (var (name, type) in s_storageTypes)
        {
            Add($"torch.{name}", type);
            Add($"torch.storage.{name}", type);
        }

        foreach (var (name, type) in s_elementTypes) Add($"torch.{name}", type);
    }

    /// <summary>Looks a name up.</summary>
    /// <exception cref="InvalidDataException">It is not on the list.</exception>
    internal override object Find(string module, string name)
    {
        var full = $"{module}.{name}";
        if (!_all.TryGetValue(full, out var found)) throw Refused(full);

        // An element type is a value of its own; storage types and functions stay names.
        return found.Value is ScalarType type && s_elementTypes.ContainsKey(name) ? type : found;
    }

    // Attributes may be set on an OrderedDict only; they are dropped.
    internal override bool Build(object? made, object? state) => made is PickledDictionary && state is Dictionary<object, object?>;

    /// <summary>Finds the storage that a persistent id means: ('storage', type, key, location, number of elements).</summary>
    internal override PickledStorage Storage(object? id) =>
        id is object?[] { Length: 5 } parts && parts[0] is "storage" && parts[1] is AllowedGlobal { Value: ScalarType type }
            && parts[2] is string key && parts[3] is string && parts[4] is long count
            ? _storages.Take(key, type, count)
            : throw _fault.Of("it refers to a storage in a way that torch does not use");

    private void Add(string name, object? value = null, Func<object?[], object?>? call = null) =>
        _all.Add(name, new(name, value, call));

    private object OrderedDictionary(object?[] arguments) => arguments.Length == 0
        ? new PickledDictionary()
        : throw _fault.Of("it makes an OrderedDict with arguments, which torch does not");

    private object Size(object?[] arguments) =>
        arguments is [object?[] { Length: <= StorageReader.MostDimensions } sizes] && sizes.All(size => size is long)
        ? sizes
        : throw _fault.Of("it makes a torch.Size of something else than numbers");

    private object RebuildTensor(object?[] arguments)
    {
        if (arguments.Length is < 6 or > 7 || arguments[0] is not PickledStorage storage || arguments[1] is not long offset
            || arguments[2] is not object?[] { Length: <= StorageReader.MostDimensions } sizes
            || arguments[3] is not object?[] { Length: <= StorageReader.MostDimensions } strides || arguments[4] is not bool)
        {
            throw _fault.Of("it makes a tensor with other arguments than torch gives");
        }

        return _storages.View(storage, offset, Numbers(sizes), Numbers(strides));
    }

    private object RebuildParameter(object?[] arguments) => arguments is [Tensor data, bool, _]
        ? data
        : throw _fault.Of("it makes a parameter with other arguments than torch gives");

    private long[] Numbers(object?[] values) =>
        [.. values.Select(value => value as long? ?? throw _fault.Of("a tensor's sizes or strides are no numbers"))];
}
