namespace PluginHost.Training;

/// <summary>What every engine with a training loop looks at before the run: libtorch, the device, the precision, the figures.</summary>
public static class TrainingChecks
{
    /// <summary>Returns what would stop the run.</summary>
    /// <param name="options">The engine's options.</param>
    /// <param name="run">The run.</param>
    /// <param name="figures">The figures of the job's metrics.</param>
    /// <returns>Findings; only one if libtorch itself is missing.</returns>
    public static IEnumerable<Finding> Check(TrainingOptions options, IRunContext run, IReadOnlyList<Figure> figures)
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

        if (Devices.Problem(run.Device) is { } problem)
        {
            yield return new()
            {
                Code = "CE0201",
                What = problem.What,
                Expected = "cpu, cuda, cuda:N with an existing N, or auto",
                Fix = $"The nearest valid device is '{problem.Nearest}': --device {problem.Nearest}.",
            };
        }

        if (options.Precision == Precision.Fp16 && !Devices.IsCuda(run.Device))
        {
            yield return new()
            {
                Code = "CE0203",
                Severity = FindingSeverity.Warning,
                Where = "precision",
                What = $"Precision fp16 is asked for on device '{run.Device}', where it is slower than fp32",
                Expected = "a CUDA device, or fp32 or bf16",
                Fix = "It is good for a trial of what a GPU would do.",
            };
        }

        if (options.Precision != Precision.Fp32 && !Autocast.IsAvailable(out var missing))
        {
            yield return new()
            {
                Code = "CE0207",
                Where = "precision",
                What = $"Mixed precision is asked for, but libtorch {Libtorch.Version} cannot autocast: {missing}",
                Expected = "fp32, or a libtorch that TorchSharp is built for",
            };
        }

        foreach (var finding in Figures(options.Selection, figures)) yield return finding;
    }

    private static IEnumerable<Finding> Figures(SelectionOptions selection, IReadOnlyList<Figure> figures)
    {
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

        var names = figures.Where(figure => !figure.DescribesInput).Select(figure => figure.Name).ToArray();
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
