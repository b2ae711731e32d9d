using PluginHost.Tensors.Pickles;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// Reads what <c>torch.save</c> writes (.pth, .pt; the zip format of torch 1.6 and later) without Python. A pickle is a program; here it
/// can build dictionaries, lists, tuples, texts, numbers and tensors, and nothing else: every other name in it is refused, none is ever
/// called.
/// </summary>
// Written by hand: Razorvine.Pickle builds objects by the class names that a file has. Here a name that is not on a short list ends the
// reading, and memory, depth and counts are bounded.
public static class PickledTensors
{
    /// <summary>
    /// Reads all tensors of a state dictionary. Those of dictionaries, lists and tuples inside it have their path as name, joined by
    /// dots; all else is left out. Tensors that shared memory when they were saved share it again.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// The file is damaged, of another format, or holds more than data; the message says what and names the file.
    /// </exception>
    public static Dictionary<string, Tensor> Read(string path)
    {
        using var scope = NewDisposeScope();
        var fault = new PickleFault(path);
        if (Load(path) is not Dictionary<object, object?> root) throw fault.Of("it holds no dictionary of tensors");
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        PickleTree.Walk(root, fault, (name, tensor) =>
        {
            if (!tensors.TryAdd(name, tensor)) throw fault.Of($"two tensors have the name '{PickleFault.Printable(name)}'");
        });
        foreach (var tensor in tensors.Values.Distinct(ReferenceEqualityComparer.Instance).Cast<Tensor>()) tensor.MoveToOuterDisposeScope();
        return tensors;
    }

    /// <summary>Reads whatever was saved.</summary>
    /// <returns>
    /// A <see cref="Tensor"/> (parameters too), <see cref="Dictionary{TKey,TValue}"/> of object keys in the file's order,
    /// <see cref="List{T}"/> of objects, array of objects for a tuple, <see cref="string"/>, <see cref="long"/>,
    /// <see cref="System.Numerics.BigInteger"/> beyond 64 bits, <see cref="double"/>, <see cref="bool"/>, array of bytes,
    /// <see cref="ScalarType"/> or <see langword="null"/>.
    /// </returns>
    /// <exception cref="InvalidDataException">As of <see cref="Read"/>.</exception>
    public static object? Load(string path)
    {
        using var scope = NewDisposeScope();
        var fault = new PickleFault(path);
        using var archive = TensorArchive.Open(path, fault);
        var storages = new StorageReader(archive, fault);
        var root = new Unpickler(archive.Pickle(), new AllowedGlobals(storages, fault), fault).Run();
        var kept = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        PickleTree.Walk(root, fault, (_, tensor) => kept.Add(tensor));
        foreach (var tensor in kept) tensor.MoveToOuterDisposeScope();
        return root;
    }
}
