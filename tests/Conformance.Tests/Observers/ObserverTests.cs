namespace PluginHost.Conformance.Tests;

public sealed class ConsoleObserverTests() : ObserverConformance("observer.console", "console");

public sealed class JsonlObserverTests() : ObserverConformance("observer.jsonl", "jsonl");

public sealed class TensorBoardObserverTests() : ObserverConformance("observer.tensorboard", "tensorboard");

public sealed class TensorsDiagnosticTests() : DiagnosticConformance("diagnostic.tensors", "tensors");
