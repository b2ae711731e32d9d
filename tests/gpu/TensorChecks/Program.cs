using System.Reflection;
using PluginHost.Tests.TensorChecks;
using Xunit.Abstractions;
using Xunit.Sdk;

// Runs the tests of assemblies beside this program without an SDK: TensorChecks [ASSEMBLY...], PluginHost.Tensors.Tests if none is named.
// Tests that need the repository are left out.
var names = args.Length > 0 ? args : ["PluginHost.Tensors.Tests"];
var tally = new TestTally(Console.Out);
foreach (var name in names)
{
    var assembly = Assembly.Load(name);
    using var framework = new XunitTestFramework(new NullMessageSink());
    using var discoverer = framework.GetDiscoverer(Reflector.Wrap(assembly));
    var found = new FoundTests();
    discoverer.Find(includeSourceInformation: false, found, new TestOptions());
    using var executor = framework.GetExecutor(assembly.GetName());
    executor.RunTests(found.Wait(), tally, new TestOptions());
    tally.WaitForAssembly();
}

Console.WriteLine($"{tally.Passed} passed, {tally.Failed} failed, {tally.Skipped} skipped");
return tally.Failed == 0 && tally.Passed > 0 ? 0 : 1;
