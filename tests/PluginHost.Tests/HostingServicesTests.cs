using PluginHost.Runs;

namespace PluginHost.Tests;

public class HostingServicesTests
{
    [Fact]
    public void No_service_of_the_hosting_is_keyed_as_autofacs_adapter_cannot_take_those()
    {
        var services = EngineHost.Prepare(new EngineLife(new IdleEngine(), "idle", [], TimeSpan.FromSeconds(1))).Services;

        services.ShouldNotBeEmpty();
        services.Where(descriptor => descriptor.IsKeyedService).ShouldBeEmpty();
    }

    private sealed class IdleEngine : Contracts.IJobEngine
    {
        public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
