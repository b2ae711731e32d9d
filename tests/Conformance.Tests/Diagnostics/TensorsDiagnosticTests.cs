namespace PluginHost.Conformance.Tests;

public sealed class TensorsDiagnosticTests() : DiagnosticConformance("diagnostic.tensors", "tensors");
