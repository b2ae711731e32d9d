using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules under given names, in the order of their adding.</summary>
/// <typeparam name="T">Type of the modules.</typeparam>
public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)>
    where T : nn.Module
{
    private readonly OrderedDictionary<string, T> _items = [];

    /// <summary>Takes the modules in order.</summary>
    public ModuleDict(params (string, T)[] modules)
        : base(nameof(ModuleDict<>))
    {
        foreach (var (name, module) in modules)
        {
            Add(name, module);
        }
    }

    /// <summary>Number of modules.</summary>
    public int Count => _items.Count;

    /// <summary>The names.</summary>
    public IEnumerable<string> Keys => _items.Keys;

    /// <summary>The modules.</summary>
    public IEnumerable<T> Values => _items.Values;

    /// <summary>The module of that name; setting replaces or adds it.</summary>
    public T this[string key]
    {
        get => _items[key];
        set
        {
            _items[key] = value;
            SetModule(key, value);
        }
    }

    /// <summary>Adds a module.</summary>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public void Add(string key, T value)
    {
        register_module(key, value);
        _items.Add(key, value);
    }

    /// <summary>Adds a module.</summary>
    public void Add((string, T) item) => Add(item.Item1, item.Item2);

    /// <summary>Removes the module of that name, without freeing it.</summary>
    public bool Remove(string key)
    {
        register_module(key, null);
        return _items.Remove(key);
    }

    /// <summary>Removes all modules, without freeing them.</summary>
    public void clear()
    {
        _items.Clear();
        SetModules([]);
    }

    /// <summary>Whether there is a module of that name.</summary>
    public bool ContainsKey(string key) => _items.ContainsKey(key);

    /// <summary>The module of that name, if any.</summary>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _items.TryGetValue(key, out value);

    /// <summary>Names and modules.</summary>
    public IEnumerable<(string, T)> items() => _items.Select(item => (item.Key, item.Value));

    /// <inheritdoc/>
    public IEnumerator<(string, T)> GetEnumerator() => items().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
