using System.Collections.Concurrent;

namespace PluginHost.Training;

/// <summary>
/// Which calls into components are under way, on which threads: what a message about one that throws names, and what the watchdog looks at.
/// </summary>
public sealed class CallTrace
{
    private readonly ConcurrentDictionary<int, Open> _open = new();
    private long _beat = Stopwatch.GetTimestamp();

    /// <summary>Says where the run stands, in words that fit into brackets; set by the engine.</summary>
    public Func<string> Where { get; set; } = () => "before training";

    /// <summary>How long no call has begun or ended.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Volatile.Read(ref _beat));

    /// <summary>The innermost call that has been under way for longest; a call that waits for another thread counts last.</summary>
    public (Type Component, string Name, string Member)? Longest => _open.Values
        .OrderBy(call => call.Waits).ThenBy(call => call.Since)
        .Select(call => ((Type, string, string)?)(call.Component.GetType(), ComponentName.Of(call.Component), call.Member))
        .FirstOrDefault();

    /// <summary>Says that the run goes on.</summary>
    public void Beat() => Volatile.Write(ref _beat, Stopwatch.GetTimestamp());

    /// <summary>Calls a component.</summary>
    /// <param name="component">The component.</param>
    /// <param name="member">Its member.</param>
    /// <param name="work">The call.</param>
    /// <exception cref="ComponentFailedException">The call threw; what ends a run in good order passes through.</exception>
    public void Do(object component, string member, Action work)
    {
        var thread = Environment.CurrentManagedThreadId;
        _open.TryGetValue(thread, out var outer);
        _open[thread] = new(component, member, Stopwatch.GetTimestamp(), Waits: false);
        Beat();
        try
        {
            work();
        }
        catch (Exception exception) when (IsFault(exception))
        {
            throw Failed(component, member, exception);
        }
        finally
        {
            if (outer is null) _open.TryRemove(thread, out _);
            else _open[thread] = outer;
            Beat();
        }
    }

    /// <inheritdoc cref="Do(object, string, Action)"/>
    /// <typeparam name="T">What the call gives.</typeparam>
    /// <returns>What the call gave.</returns>
    public T Do<T>(object component, string member, Func<T> work)
    {
        T? result = default;
        Do(component, member, () => { result = work(); });
        return result!;
    }

    /// <summary>Waits for another thread, which is to blame if nothing comes.</summary>
    /// <typeparam name="T">What is waited for.</typeparam>
    /// <param name="work">Waits.</param>
    /// <returns>What came.</returns>
    public T Wait<T>(Func<T> work)
    {
        var thread = Environment.CurrentManagedThreadId;
        _open.TryGetValue(thread, out var outer);
        if (outer is not null) _open[thread] = outer with { Waits = true };
        try
        {
            return work();
        }
        finally
        {
            if (outer is not null) _open[thread] = outer;
            Beat();
        }
    }

    private static bool IsFault(Exception exception) =>
        exception is not (OperationCanceledException or JobException or RunFailedException or ComponentFailedException);

    private ComponentFailedException Failed(object component, string member, Exception cause)
    {
        var what = cause is OutOfMemoryException ? "it asked for more memory than there is" : cause.Message.TrimEnd('.');
        return new(component.GetType(), member, $"{ComponentName.Of(component)} failed in {member} ({Where()}): {what}.", cause);
    }

    private sealed record Open(object Component, string Member, long Since, bool Waits);
}

/// <summary>What messages call a component.</summary>
public static class ComponentName
{
    /// <summary>Kind and name as a job has them, such as <c>strategy.lwf</c>; the class's name where it says no better.</summary>
    /// <param name="component">The component.</param>
    /// <returns>The name.</returns>
    public static string Of(object component)
    {
        var type = component.GetType();
        var name = (ComponentAttribute?)Attribute.GetCustomAttribute(type, typeof(ComponentAttribute));
        var kind = type.GetInterfaces()
            .Select(contract => (ComponentKindAttribute?)Attribute.GetCustomAttribute(contract, typeof(ComponentKindAttribute)))
            .FirstOrDefault(attribute => attribute is not null)?.Kind;
        return (kind, name) switch
        {
            (null, _) => type.Name,
            (_, null) => $"{kind} {type.Name}",
            _ => $"{kind}.{name.Name}",
        };
    }
}
