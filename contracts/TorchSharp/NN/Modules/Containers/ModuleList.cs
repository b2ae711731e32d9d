using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Modules under the names "0", "1" and so on.</summary>
/// <typeparam name="T">Type of the modules.</typeparam>
public class ModuleList<T> : nn.Module, IList<T>
    where T : nn.Module
{
    private readonly List<T> _items = [];

    /// <summary>Takes the modules in order.</summary>
    public ModuleList(params T[] modules)
        : base(nameof(ModuleList<>)) => append(modules);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public T this[int index]
    {
        get => _items[index];
        set
        {
            _items[index] = value;
            SetModule(index.ToString(), value);
        }
    }

    /// <summary>Adds modules at the end.</summary>
    public void append(params T[] parameters)
    {
        foreach (var item in parameters)
        {
            Add(item);
        }
    }

    /// <summary>Adds modules at the end.</summary>
    public void extend(IEnumerable<T> modules) => append([.. modules]);

    /// <inheritdoc/>
    public void Add(T item)
    {
        register_module(_items.Count.ToString(), item);
        _items.Add(item);
    }

    /// <inheritdoc/>
    public void Insert(int index, T item)
    {
        _items.Insert(index, item);
        Rename();
    }

    /// <inheritdoc/>
    public void RemoveAt(int index)
    {
        _items.RemoveAt(index);
        Rename();
    }

    /// <inheritdoc/>
    public bool Remove(T item)
    {
        var removed = _items.Remove(item);
        Rename();
        return removed;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _items.Clear();
        Rename();
    }

    /// <inheritdoc/>
    public int IndexOf(T item) => _items.IndexOf(item);

    /// <inheritdoc/>
    public bool Contains(T item) => _items.Contains(item);

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Rename() => SetModules(_items.Select((item, i) => (i.ToString(), (nn.Module)item)));
}
