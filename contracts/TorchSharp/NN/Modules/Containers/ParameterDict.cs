using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Parameters under given names, in the order of their adding.</summary>
public class ParameterDict : nn.Module, IEnumerable<(string, Parameter)>
{
    private readonly OrderedDictionary<string, Parameter> _items = [];

    /// <summary>Takes the parameters in order.</summary>
    public ParameterDict(params (string, Parameter)[] parameters)
        : base(nameof(ParameterDict))
    {
        foreach (var (name, parameter) in parameters)
        {
            Add(name, parameter);
        }
    }

    /// <summary>Number of parameters.</summary>
    public int Count => _items.Count;

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => _items.Keys;

    /// <summary>The parameters.</summary>
    public IEnumerable<Parameter> Values => _items.Values;

    /// <summary>The parameter of that name; setting replaces or adds it.</summary>
    public Parameter this[string key]
    {
        get => _items[key];
        set
        {
            _items[key] = value;
            SetParameter(key, value);
        }
    }

    /// <summary>Adds a parameter.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public void Add(string key, Parameter value)
    {
        register_parameter(key, value);
        _items.Add(key, value);
    }

    /// <summary>Removes the parameter of that name, without freeing it.</summary>
    public bool Remove(string key)
    {
        register_parameter(key, null);
        return _items.Remove(key);
    }

    /// <summary>Whether there is a parameter of that name.</summary>
    public bool ContainsKey(string key) => _items.ContainsKey(key);

    /// <inheritdoc/>
    public IEnumerator<(string, Parameter)> GetEnumerator() => _items.Select(item => (item.Key, item.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
