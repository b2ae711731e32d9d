using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PluginHost.Runs;

namespace PluginHost.Tests;

public class HostingServicesTests
{
    [Fact]
    public void No_service_of_the_hosting_is_keyed_as_autofacs_adapter_cannot_take_those()
    {
        using var log = new RunLog(LogLevel.Information);
        using var signals = new StopSignals(_ => { }, "", CancellationToken.None);
        var services = JobHost.Prepare<Nothing>((_, _) => new(), log, TimeSpan.FromSeconds(1), signals).Services;

        services.ShouldNotBeEmpty();
        services.Where(descriptor => descriptor.IsKeyedService).ShouldBeEmpty();
    }

    private sealed class Nothing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
