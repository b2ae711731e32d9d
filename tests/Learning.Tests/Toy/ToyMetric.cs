using PluginHost.Learning.Separation;

namespace PluginHost.Learning.Tests;

/// <summary>SDR here is minus the mean absolute error of a mask in percent; its baseline is a mask of one half.</summary>
internal sealed class ToyMetric : IRowMetric
{
    public IReadOnlyList<Figure> Figures { get; } = [new() { Name = "SDR", Baseline = "SDR_mix" }, new() { Name = "SDR_mix", DescribesInput = true }];

    public IReadOnlyList<double[]?> Measure(Prediction prediction)
    {
        using var scope = NewDisposeScope();
        var references = prediction[SeparationKeys.References];
        var error = (prediction[SeparationKeys.Estimates] - references).abs().mean([1]);
        var half = (references - 0.5).abs().mean([1]);
        var rows = Enumerable.Range(0, (int)error.shape[0]);
        return [.. rows.Select(row => new[] { -100 * error[row].ToDouble(), -100 * half[row].ToDouble() })];
    }
}
