namespace PluginHost.Conformance.Tests;

public sealed class ConsoleObserverTests() : ObserverConformance("observer.console", "console");
