namespace TorchSharp;

/// <summary>The stack of dispose scopes of one thread.</summary>
public sealed class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? s_current;

    private readonly List<DisposeScope> _scopes = [];

    private DisposeScopeManager()
    {
    }

    /// <summary>Counts of tensors made and freed on this thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => Current.Counts;

    internal static DisposeScopeManager Current => s_current ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Innermost => _scopes.Count == 0 ? null : _scopes[^1];

    internal static DisposeScope NewDisposeScope()
    {
        var manager = Current;
        var scope = new DisposeScope(manager, manager.Innermost);
        manager._scopes.Add(scope);
        return scope;
    }

    internal static void Register(IScoped disposable)
    {
        var manager = Current;
        var scope = manager.Innermost;
        if (scope is null)
        {
            manager.Counts.CreatedOutsideScopeCount++;
            return;
        }

        manager.Counts.CreatedInScopeCount++;
        scope.Add(disposable);
    }

    internal void Remove(DisposeScope scope)
    {
        for (var i = _scopes.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_scopes[i], scope))
            {
                _scopes.RemoveAt(i);
                return;
            }
        }
    }
}
