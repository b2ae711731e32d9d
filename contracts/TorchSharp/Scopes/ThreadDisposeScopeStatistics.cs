namespace TorchSharp;

/// <summary>Counts of tensors made and freed on one thread since it began or since <see cref="Reset"/>.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long DisposedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    public long AttachedToScopeCount { get; internal set; }

    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>Tensors made on this thread and not yet disposed on it.</summary>
    public long ThreadTotalLiveCount =>
        CreatedOutsideScopeCount + CreatedInScopeCount - DisposedOutsideScopeCount - DisposedInScopeCount;

    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        AttachedToScopeCount = 0;
        DetachedFromScopeCount = 0;
    }

    public override string ToString() =>
        $"live {ThreadTotalLiveCount}; in scopes made {CreatedInScopeCount}, freed {DisposedInScopeCount}; "
        + $"outside made {CreatedOutsideScopeCount}, freed {DisposedOutsideScopeCount}; "
        + $"attached {AttachedToScopeCount}, detached {DetachedFromScopeCount}";
}
