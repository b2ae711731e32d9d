using System.Diagnostics;

namespace PluginHost.Benchmarks.Reference;

/// <summary>When the hooks of a step were entered and left, by the probe and by the echo behind it. One run at a time in a process.</summary>
internal static class HookMarks
{
    private static readonly string[] s_hooks = ["BeforeBatch", "Request", "AfterForward", "AddLosses", "AfterBackward", "AfterStep"];

    // What lies between two hooks: from the echo of the first to the probe of the second.
    private static readonly (string Name, string From, string To)[] s_parts =
    [
        ("forward", "Request", "AfterForward"), ("loss", "AfterForward", "AddLosses"), ("backward", "AddLosses", "AfterBackward"),
        ("optimizer", "AfterBackward", "AfterStep"), ("between", "AfterStep", "BeforeBatch"),
    ];

    private static readonly Dictionary<string, (long Left, long Echoed)> s_marks = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, List<double>> s_times = new(StringComparer.Ordinal);

    /// <summary>Whether a mark waits for the GPU to have done what lies before it, so that parts are those of the GPU.</summary>
    public static bool Waits { get; set; }

    /// <summary>The probe's hook begins.</summary>
    public static void Enter(string hook)
    {
        if (Waits) cuda.synchronize();
        var now = Stopwatch.GetTimestamp();
        foreach (var (name, from, _) in s_parts.Where(part => part.To == hook))
        {
            if (s_marks.TryGetValue(from, out var before) && before.Echoed != 0) Add(name, before.Echoed, now);
        }
    }

    /// <summary>The probe's hook ends.</summary>
    public static void Leave(string hook) => s_marks[hook] = (Stopwatch.GetTimestamp(), 0);

    /// <summary>The echo's hook is called.</summary>
    public static void Echo(string hook)
    {
        var now = Stopwatch.GetTimestamp();
        if (!s_marks.TryGetValue(hook, out var own)) return;
        Add("hook." + hook, own.Left, now);
        s_marks[hook] = own with { Echoed = Stopwatch.GetTimestamp() };
    }

    /// <summary>Forgets all.</summary>
    public static void Clear()
    {
        s_marks.Clear();
        s_times.Clear();
    }

    /// <summary>
    /// Milliseconds of each part by its name, and of calling each hook under <c>hook.NAME</c>. What the engine does behind the last hook of a kind,
    /// such as looking whether gradients are finite, is in the part that follows.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, List<double>>> Parts() => s_parts.Select(part => part.Name)
        .Concat(s_hooks.Select(hook => "hook." + hook))
        .Where(s_times.ContainsKey)
        .Select(name => KeyValuePair.Create(name, s_times[name]));

    private static void Add(string name, long from, long to)
    {
        if (!s_times.TryGetValue(name, out var list)) s_times[name] = list = [];
        list.Add(Stopwatch.GetElapsedTime(from, to).TotalMilliseconds);
    }
}
