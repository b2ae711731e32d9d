using Xunit;
using Xunit.Abstractions;

namespace PluginHost.Tests.TensorChecks;

/// <summary>Counts results and prints failures as they come.</summary>
/// <param name="output">Where to print.</param>
internal sealed class TestTally(TextWriter output) : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly SemaphoreSlim finished = new(0);
    private readonly HashSet<string> reasons = new(StringComparer.Ordinal);

    public int Passed { get; private set; }

    public int Failed { get; private set; }

    public int Skipped { get; private set; }

    public void WaitForAssembly() => finished.Wait();

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestPassed: Passed++; break;
            case ITestSkipped skipped:
                Skipped++;
                if (reasons.Add(skipped.Reason)) output.WriteLine($"skipped: {skipped.Reason}");
                break;
            case ITestFailed failed: Fail(failed.Test.DisplayName, failed); break;
            case IErrorMessage error: Fail("error", error); break;
            case ITestCleanupFailure failure: Fail(failure.Test.DisplayName, failure); break;
            case ITestClassCleanupFailure failure: Fail(failure.TestClass.Class.Name, failure); break;
            case ITestAssemblyFinished: finished.Release(); break;
            default: break;
        }

        return true;
    }

    private void Fail(string name, IFailureInformation failure)
    {
        Failed++;
        output.WriteLine($"FAILED {name}");
        foreach (var text in failure.Messages) output.WriteLine("  " + text.ReplaceLineEndings("\n  "));
        if (failure.StackTraces.FirstOrDefault() is { } trace) output.WriteLine("  " + trace.Split('\n')[^1].Trim());
    }
}
