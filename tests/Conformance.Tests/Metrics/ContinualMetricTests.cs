namespace PluginHost.Conformance.Tests;

public sealed class ContinualMetricTests() : MetricConformance("metric.continual", "continual");
