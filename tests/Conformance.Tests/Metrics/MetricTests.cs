namespace PluginHost.Conformance.Tests;

public sealed class AccuracyMetricTests() : MetricConformance("metric.accuracy", "accuracy", """{ "top": [2] }""", TinyJob.Classification);

public sealed class CalibrationMetricTests() : MetricConformance("metric.accuracy", "calibration", """{ "bins": 5 }""", TinyJob.Classification);

public sealed class ConfusionMetricTests() : MetricConformance("metric.accuracy", "confusion", task: TinyJob.Classification);

public sealed class RecencyMetricTests() : MetricConformance("metric.accuracy", "recency", task: TinyJob.Classification);

public sealed class AucMetricTests() : MetricConformance("metric.accuracy", "auc", task: TinyJob.Classification);

public sealed class EerMetricTests() : MetricConformance("metric.accuracy", "eer", task: TinyJob.Classification);

public sealed class FewShotMetricTests() : MetricConformance("metric.accuracy", "few-shot", task: TinyJob.Classification);

public sealed class BssEvalMetricTests() : MetricConformance("metric.bss-eval", "bss-eval", """{ "filterLength": 8 }""");

public sealed class ContinualMetricTests() : MetricConformance("metric.continual", "continual");

public sealed class StabilityMetricTests() : MetricConformance("metric.continual", "stability");

public sealed class LocalisationMetricTests() : MetricConformance("metric.localisation", "localisation");

public sealed class NearestNeighbourMetricTests() : MetricConformance("metric.localisation", "nearest-neighbour");

public sealed class SiSdrMetricTests() : MetricConformance("metric.si-sdr", "si-sdr");
