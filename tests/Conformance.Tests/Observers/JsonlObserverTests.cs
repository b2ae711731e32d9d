namespace PluginHost.Conformance.Tests;

public sealed class JsonlObserverTests() : ObserverConformance("observer.jsonl", "jsonl");
