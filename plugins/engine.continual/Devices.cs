namespace PluginHost.Plugins.Continual;

/// <summary>Device names of a job: <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c>, <c>auto</c>.</summary>
internal static class Devices
{
    /// <summary>What is wrong with a device on this machine, and the nearest valid one; <see langword="null"/> if nothing is.</summary>
    public static (string What, string Nearest)? Problem(string name)
    {
        if (name is "cpu" or "auto") return null;
        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (Index(name) is not { } index) return ($"'{name}' is no device", count > 0 && name.StartsWith('c') && !name.StartsWith("cp", StringComparison.Ordinal) ? "cuda" : "cpu");
        if (count == 0) return ($"Device '{name}' is asked for, but libtorch finds no CUDA device on this machine", "cpu");
        return index < count ? null : ($"Device '{name}' is asked for, but this machine has {count} CUDA device{(count == 1 ? "" : "s")}", $"cuda:{count - 1}");
    }

    /// <summary>Whether work on this device runs on CUDA.</summary>
    public static bool IsCuda(string name) => name == "auto" ? cuda.is_available() : Index(name) is not null;

    /// <summary>Opens the device; <c>auto</c> is CUDA where there is any.</summary>
    /// <exception cref="JobException">There is no such device.</exception>
    public static Device Open(string name)
    {
        if (Problem(name) is { } problem)
            throw new JobException(new Finding { Code = "CE0201", Where = "device", What = problem.What, Fix = $"The nearest valid device is '{problem.Nearest}'." });
        return IsCuda(name) ? device(DeviceType.CUDA, Index(name) ?? 0) : CPU;
    }

    private static int? Index(string name)
    {
        if (name == "cuda") return 0;
        return name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out var index) && index >= 0 ? index : null;
    }
}
