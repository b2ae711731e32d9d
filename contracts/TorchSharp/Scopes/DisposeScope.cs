namespace TorchSharp;

/// <summary>
/// Owns the tensors made on its thread while it is the innermost scope, and frees them when it is disposed, save those moved out.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private readonly Lock _lock = new();
    private HashSet<IDisposable> _owned = new(ReferenceEqualityComparer.Instance);
    private bool _disposed;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer) => (_manager, OuterScope) = (manager, outer);

    /// <summary>The scope that was innermost when this one was opened.</summary>
    internal DisposeScope? OuterScope { get; }

    /// <summary>How many objects the scope owns now.</summary>
    public int DisposablesCount
    {
        get
        {
            lock (_lock)
            {
                return _owned.Count;
            }
        }
    }

    public IReadOnlyCollection<IDisposable> Disposables
    {
        get
        {
            lock (_lock)
            {
                return [.. _owned];
            }
        }
    }

    public bool Contains(IDisposable disposable)
    {
        lock (_lock)
        {
            return _owned.Contains(disposable);
        }
    }

    /// <summary>Makes the scope own an object that no scope, or another one, owned.</summary>
    public T Attach<T>(T disposable)
        where T : IDisposable
    {
        Adopt(disposable, _manager);
        return disposable;
    }

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public void Attach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            Adopt(disposable, _manager);
        }
    }

    /// <summary>Makes the scope forget an object: it then lives until it is disposed or unreachable.</summary>
    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Release(disposable);
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            Release(disposable);
        }
    }

    /// <summary>Hands an object to the next outer scope, or to none where this scope is the outermost.</summary>
    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable, OuterScope);
        return disposable;
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            Move(disposable, OuterScope);
        }
    }

    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        Move(disposable, scope);
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            Move(disposable, scope);
        }
    }

    /// <summary>Disposes what the scope owns now; the scope stays open.</summary>
    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(params IDisposable[] inKeep) => DisposeEverythingBut((IEnumerable<IDisposable>)inKeep);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        HashSet<IDisposable> old;
        lock (_lock)
        {
            old = _owned;
            kept.IntersectWith(old);
            _owned = kept;
        }

        foreach (var disposable in old)
        {
            if (!kept.Contains(disposable))
            {
                disposable.Dispose();
            }
        }
    }

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        DisposeEverything();
        _manager.Remove(this);
    }

    internal void Add(IScoped disposable)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        disposable.OwningScope = this;
        lock (_lock)
        {
            _owned.Add(disposable);
        }
    }

    /// <summary>An owned object disposed of itself.</summary>
    internal void MarkAsDisposed(IScoped disposable)
    {
        lock (_lock)
        {
            _owned.Remove(disposable);
        }

        disposable.OwningScope = null;
        _manager.Counts.DisposedInScopeCount++;
    }

    private void Adopt(IDisposable disposable, DisposeScopeManager manager)
    {
        if (disposable is IScoped scoped)
        {
            if (scoped.OwningScope == this)
            {
                return;
            }

            scoped.OwningScope?.Drop(disposable);
            scoped.OwningScope = this;
            manager.Counts.AttachedToScopeCount++;
        }

        lock (_lock)
        {
            _owned.Add(disposable);
        }
    }

    private void Release(IDisposable disposable)
    {
        if (!Drop(disposable))
        {
            return;
        }

        if (disposable is IScoped scoped)
        {
            scoped.OwningScope = null;
        }

        _manager.Counts.DetachedFromScopeCount++;
    }

    private void Move(IDisposable disposable, DisposeScope? target)
    {
        if (target == this || !Drop(disposable))
        {
            return;
        }

        if (disposable is IScoped scoped)
        {
            scoped.OwningScope = target;
        }

        if (target is null)
        {
            _manager.Counts.DetachedFromScopeCount++;
            return;
        }

        lock (target._lock)
        {
            target._owned.Add(disposable);
        }
    }

    private bool Drop(IDisposable disposable)
    {
        lock (_lock)
        {
            return _owned.Remove(disposable);
        }
    }
}
