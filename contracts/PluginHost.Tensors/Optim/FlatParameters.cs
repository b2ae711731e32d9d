using PluginHost.Tensors.Optim;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PluginHost.Tensors;

/// <summary>
/// Parameters that lie side by side in few long tensors, so that one operator works on all of them: a step of an optimizer, a penalty, a
/// copy. The parameters keep their identity, device and type, stay leaves registered in their modules, and are saved and loaded as before;
/// only their memory moves. Row-major order is the memory order of each (channels-last strides are lost).
/// </summary>
public sealed class FlatParameters : IDisposable
{
    /// <summary>Takes parameters and moves their elements.</summary>
    /// <param name="parameters">Names, unique, and parameters; for example of <c>named_parameters()</c>.</param>
    /// <exception cref="ArgumentException">
    /// None at all, one given twice, one that is no leaf or has died, or one of complex numbers.
    /// </exception>
    public FlatParameters(IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        (string Name, Parameter Parameter)[] all = [.. parameters];
        Check(all);
        using var quiet = no_grad();
        Names = [.. all.Select(p => p.Name)];
        Parameters = [.. all.Select(p => p.Parameter)];
        Buffers =
        [
            .. all.Index().GroupBy(p => (p.Item.Parameter.dtype, p.Item.Parameter.device_type, p.Item.Parameter.device_index))
                .Select(group => new FlatBuffer(group.Select(p => (p.Index, p.Item.Parameter)))),
        ];
        foreach (var buffer in Buffers)
        {
            if (TensorLists.FirstStranger(buffer.Parameters, buffer.Views) is >= 0 and var tied)
                throw new ArgumentException($"Parameter '{Names[buffer.Indices[tied]]}' is one tensor with a later one. Give it once.");
        }
    }

    /// <summary>The parameters, in the order given.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Their names, in the same order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The memory: one buffer per element type and device.</summary>
    public IReadOnlyList<FlatBuffer> Buffers { get; }

    /// <summary>Names parameters by their place: "0", "1" and so on.</summary>
    /// <param name="parameters">Parameters without names.</param>
    public static IEnumerable<(string Name, Parameter Parameter)> Numbered(IEnumerable<Parameter> parameters) =>
        parameters.Select((parameter, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), parameter));

    /// <summary>
    /// A number that grows with every operator that changes a parameter in place, wherever it is called; what the optimizer does and
    /// writing into a tensor's memory do not count.
    /// </summary>
    public long Changes => Buffers.Sum(buffer => TensorLists.Changes(buffer.Parameters));

    /// <summary>Makes sure that every parameter lies in its buffer still.</summary>
    /// <exception cref="InvalidOperationException">One was disposed, or its data was replaced; the message names it.</exception>
    public void CheckInPlace()
    {
        foreach (var buffer in Buffers)
        {
            if (Array.FindIndex(buffer.Parameters, p => p.IsInvalid) is >= 0 and var dead) throw Lost(buffer, dead, "was disposed");
            if (TensorLists.FirstStranger(buffer.Parameters, buffer.Views) is >= 0 and var moved)
                throw Lost(buffer, moved, "has other data than when the optimizer was made (its shape, type, device or memory changed)");
        }
    }

    /// <summary>Frees what only this object holds. The parameters keep their memory.</summary>
    public void Dispose()
    {
        foreach (var buffer in Buffers) buffer.Dispose();
    }

    private static void Check((string Name, Parameter Parameter)[] all)
    {
        if (all.Length == 0) throw new ArgumentException("There is no parameter to flatten.");

        HashSet<string> names = new(StringComparer.Ordinal);
        HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
        foreach (var (name, parameter) in all)
        {
            var fault = parameter.IsInvalid ? "was disposed"
                : !names.Add(name) || !seen.Add(parameter) ? "is given twice"
                : !parameter.is_leaf ? "is no leaf: it is the result of an operation"
                : is_complex(parameter.dtype) ? "has complex elements, which are not supported"
                : "";
            if (fault.Length > 0) throw new ArgumentException($"Parameter '{name}' {fault}.");
        }
    }

    private InvalidOperationException Lost(FlatBuffer buffer, int index, string what) => new(
        $"Parameter '{Names[buffer.Indices[index]]}' {what}. Make a new optimizer after a module changed its parameters.");
}
