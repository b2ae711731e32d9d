namespace PluginHost.Conformance.Tests;

public sealed class SiSdrMetricTests() : MetricConformance("metric.si-sdr", "si-sdr");
