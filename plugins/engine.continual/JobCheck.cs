using PluginHost.Tensors;

namespace PluginHost.Plugins.Continual;

/// <summary>Looks before the run at what would stop it: the device, the memory, the figures.</summary>
internal static class JobCheck
{
    public static IEnumerable<Finding> Check(JobParts parts)
    {
        if (!Libtorch.TryLoad(out var reason))
        {
            yield return new()
            {
                Code = "CE0206",
                What = $"libtorch cannot be loaded: {reason}",
                Fix = "`dotnet host doctor` says where it was looked for; `dotnet host setup` fetches it.",
            };
            yield break;
        }

        foreach (var finding in Device(parts.Run.Device)) yield return finding;
        if (parts.Strategy.UsesMemory && !parts.MemoryGiven)
        {
            yield return new()
            {
                Code = "CE0202",
                What = "The strategy trains on exemplars, but the job has no memory",
                Expected = "a 'memory' entry such as \"memory\": \"random\"",
                Fix = "Add one, or set the strategy's useMemory to false.",
            };
        }

        if (parts.Options.Precision == Precision.Fp16 && !Devices.IsCuda(parts.Run.Device))
        {
            yield return new()
            {
                Code = "CE0203",
                Where = "precision",
                What = $"Precision fp16 is asked for on device '{parts.Run.Device}'",
                Expected = "a CUDA device, or fp32 or bf16",
                Fix = "The nearest valid value is bf16.",
            };
        }

        if (parts.Options.Precision != Precision.Fp32 && !Autocast.IsAvailable(out var missing))
        {
            yield return new()
            {
                Code = "CE0207",
                Where = "precision",
                What = $"Mixed precision is asked for, but libtorch {Libtorch.Version} cannot autocast: {missing}",
                Expected = "fp32, or a libtorch that TorchSharp is built for",
            };
        }

        foreach (var finding in Figures(parts)) yield return finding;
    }

    private static IEnumerable<Finding> Device(string device)
    {
        if (Devices.Problem(device) is not { } problem) yield break;
        yield return new()
        {
            Code = "CE0201",
            What = problem.What,
            Expected = "cpu, cuda, cuda:N with an existing N, or auto",
            Fix = $"The nearest valid device is '{problem.Nearest}': --device {problem.Nearest}.",
        };
    }

    private static IEnumerable<Finding> Figures(JobParts parts)
    {
        var figures = parts.SampleMetrics.SelectMany(metric => metric.Figures).ToArray();
        foreach (var twice in figures.GroupBy(figure => figure.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return new()
            {
                Code = "CE0204",
                What = $"Two metrics of the job give a figure '{twice.Key}'",
                Expected = "each figure once",
                Fix = "Remove one of the metrics.",
            };
        }

        var selection = parts.Options.Selection;
        var names = figures.Where(figure => !figure.Baseline).Select(figure => figure.Name).ToArray();
        var known = names.Length > 0 && (selection.Metric is null || names.Contains(selection.Metric, StringComparer.Ordinal));
        if (selection.Mode == SelectionMode.Best && !known)
        {
            yield return new()
            {
                Code = "CE0205",
                Where = "selection.metric",
                What = $"No metric of the job gives the figure '{selection.Metric ?? "(any)"}' to select by",
                Expected = names.Length == 0 ? "a metric in the job" : $"one of {string.Join(", ", names)}",
                Fix = selection.Metric is { } wanted && NearestName.Find(wanted, names) is { } nearest ? $"Did you mean '{nearest}'?" : null,
            };
        }
    }
}
