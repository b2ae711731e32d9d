using PluginHost.Plugins.BssEval;
using PluginHost.Plugins.SiSdr;

namespace PluginHost.Separation.Tests;

public sealed class MetricFigureTests
{
    public static TheoryData<IRowMetric, string, string> Metrics => new()
    {
        { new BssEvalMetric(new()), "SDR", "SDR_mix" },
        { new SiSdrMetric(new()), "SI-SDR", "SI-SDR_mix" },
    };

    [Theory]
    [MemberData(nameof(Metrics))]
    public void The_mixtures_ratio_is_the_baseline_of_the_models_and_chooses_no_checkpoint(IRowMetric metric, string model, string mixture)
    {
        metric.Figures.Where(figure => figure.DescribesInput).Select(figure => figure.Name).ShouldBe([mixture]);
        var compared = metric.Figures.Where(figure => figure.Baseline is not null).ShouldHaveSingleItem();
        (compared.Name, compared.Baseline).ShouldBe((model, mixture));
    }
}
