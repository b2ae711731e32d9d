using PluginHost.Learning;
using static TorchSharp.torch;

namespace PluginName;

/// <summary>The mean absolute difference between separated and true sound, one number for each row.</summary>
public sealed class PluginNameMetric(PluginNameOptions options) : ISampleMetric
{
    public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "PluginName", HigherIsBetter = false }];

    /// <summary>Called from several threads: keeps nothing in fields.</summary>
    public IReadOnlyList<double[]?> Measure(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        var references = prediction[PredictionKeys.References];
        var errors = (prediction[PredictionKeys.Estimates] - references).abs().mean([1]).data<float>().ToArray();
        var energies = references.square().sum(1).data<float>().ToArray();
        return [.. errors.Select((error, row) => energies[row] > options.Floor ? new double[] { error } : null)];
    }
}
