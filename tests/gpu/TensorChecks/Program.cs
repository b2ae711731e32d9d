using System.Reflection;
using PluginHost.Tests.TensorChecks;
using Xunit.Abstractions;
using Xunit.Sdk;

// Runs the tests of assemblies beside this program without an SDK: TensorChecks [ASSEMBLY...], TorchSharp.Tests if none is named.
var names = args.Length > 0 ? args : ["TorchSharp.Tests"];
var tally = new TestTally(Console.Out);
foreach (var name in names)
{
    using var framework = new XunitTestFramework(new NullMessageSink());
    using var executor = framework.GetExecutor(Assembly.Load(name).GetName());
    executor.RunAll(tally, new TestOptions(), new TestOptions());
    tally.WaitForAssembly();
}

Console.WriteLine($"{tally.Passed} passed, {tally.Failed} failed, {tally.Skipped} skipped");
return tally.Failed == 0 && tally.Passed > 0 ? 0 : 1;
