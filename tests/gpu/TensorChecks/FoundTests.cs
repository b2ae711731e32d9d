using Xunit;
using Xunit.Abstractions;

namespace PluginHost.Tests.TensorChecks;

/// <summary>Collects the tests of an assembly, but for those that say that they need the repository or the SDK.</summary>
internal sealed class FoundTests : LongLivedMarshalByRefObject, IMessageSink
{
    private readonly SemaphoreSlim _finished = new(0);
    private readonly List<ITestCase> _cases = [];

    public IReadOnlyList<ITestCase> Wait()
    {
        _finished.Wait();
        return _cases;
    }

    public bool OnMessage(IMessageSinkMessage message)
    {
        switch (message)
        {
            case ITestCaseDiscoveryMessage { TestCase: var found }:
                if (!found.Traits.TryGetValue("Needs", out var needs) || !needs.Contains("repository", StringComparer.Ordinal)) _cases.Add(found);
                break;
            case IDiscoveryCompleteMessage: _finished.Release(); break;
            default: break;
        }

        return true;
    }
}
