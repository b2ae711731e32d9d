using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters under the names "0", "1" and so on.</summary>
public class ParameterList : nn.Module, IReadOnlyList<Parameter>
{
    private readonly List<Parameter> _items = [];

    /// <summary>Takes the parameters in order.</summary>
    public ParameterList(params Parameter[] parameters)
        : base(nameof(ParameterList))
    {
        foreach (var parameter in parameters)
        {
            Add(parameter);
        }
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>The parameter at that place; setting replaces it.</summary>
    public Parameter this[int index]
    {
        get => _items[index];
        set
        {
            _items[index] = value;
            SetParameter(index.ToString(), value);
        }
    }

    /// <summary>Adds a parameter at the end.</summary>
    public void Add(Parameter item)
    {
        register_parameter(_items.Count.ToString(), item);
        _items.Add(item);
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
