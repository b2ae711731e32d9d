using System.ComponentModel.DataAnnotations;

namespace PluginName;

/// <summary>The mean absolute difference between separated and true sound, one number for each row.</summary>
[Component("plugin-name")]
public sealed class PluginNameMetric(PluginNameOptions options) : IRowMetric
{
    public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "PluginName", HigherIsBetter = false }];

    /// <summary>Called from several threads: keeps nothing in fields.</summary>
    public IReadOnlyList<double[]?> Measure(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var references = prediction[SeparationKeys.References];
        var errors = (prediction[SeparationKeys.Estimates] - references).abs().mean([1]).data<float>().ToArray();
        var energies = references.square().sum(1).data<float>().ToArray();
        return [.. errors.Select((error, row) => energies[row] > options.Floor ? new double[] { error } : null)];
    }
}

/// <summary>Options of the component: these are the defaults.</summary>
public sealed class PluginNameOptions
{
    /// <summary>Energy below which a true sound counts as silent and is skipped.</summary>
    [Range(0.0, 1.0)]
    public double Floor { get; set; } = 1e-8;
}
