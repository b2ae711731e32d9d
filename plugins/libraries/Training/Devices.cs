namespace PluginHost.Training;

/// <summary>Device names of a job: <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c>, <c>auto</c>.</summary>
public static class Devices
{
    /// <summary>What is wrong with a device on this machine, and the nearest valid one; <see langword="null"/> if nothing is.</summary>
    public static (string What, string Nearest)? Problem(string name)
    {
        if (name is "cpu" or "auto") return null;
        var count = cuda.is_available() ? cuda.device_count() : 0;
        if (Index(name) is not { } index)
            return ($"'{name}' is no device", NearestName.Find(name, count > 0 ? ["cpu", "cuda"] : ["cpu"]) ?? "cpu");
        if (count == 0) return ($"Device '{name}' is asked for, but libtorch finds no CUDA device on this machine", "cpu");
        if (index < count) return null;
        return ($"Device '{name}' is asked for, but the CUDA devices of this machine are 0 to {count - 1}", $"cuda:{count - 1}");
    }

    /// <summary>Whether work on this device runs on CUDA.</summary>
    public static bool IsCuda(string name) => name == "auto" ? cuda.is_available() : Index(name) is not null;

    /// <summary>Opens the device; <c>auto</c> is CUDA where there is any.</summary>
    /// <exception cref="JobException">There is no such device.</exception>
    public static Device Open(string name)
    {
        if (Problem(name) is { } problem)
        {
            var fix = $"The nearest valid device is '{problem.Nearest}'.";
            throw new JobException(new Finding { Code = "CE0201", Where = "device", What = problem.What, Fix = fix });
        }

        return IsCuda(name) ? device(DeviceType.CUDA, Index(name) ?? 0) : CPU;
    }

    private static int? Index(string name)
    {
        if (name == "cuda") return 0;
        if (!name.StartsWith("cuda:", StringComparison.Ordinal)) return null;
        return int.TryParse(name.AsSpan(5), out var index) && index >= 0 ? index : null;
    }
}
