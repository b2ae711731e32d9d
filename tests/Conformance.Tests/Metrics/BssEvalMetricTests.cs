namespace PluginHost.Conformance.Tests;

public sealed class BssEvalMetricTests() : MetricConformance(
    "metric.bss-eval",
    "bss-eval",
    """
    { "filterLength": 8 }
    """);
