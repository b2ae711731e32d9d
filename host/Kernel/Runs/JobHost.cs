using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PluginHost.Runs;

/// <summary>
/// The .NET generic host around a run, whose lifetime, signals and logging are the run's: a signal becomes cancellation, then a deadline. The
/// run is its one service.
/// </summary>
internal static class JobHost
{
    /// <summary>How long an engine may take to save its state after a signal.</summary>
    public static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Prepares the host of a run; nothing of a plugin is among its services.</summary>
    /// <typeparam name="T">The service.</typeparam>
    /// <param name="create">Makes the service, given what ends the application and what takes its log.</param>
    /// <param name="log">The log of the run.</param>
    /// <param name="deadline">How long the service may take to stop.</param>
    /// <param name="signals">What asks it to stop.</param>
    public static HostApplicationBuilder Prepare<T>(
        Func<IHostApplicationLifetime, ILogger<T>, T> create, RunLog log, TimeSpan deadline, StopSignals signals)
        where T : class, IHostedService
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log).SetMinimumLevel(log.Level);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = deadline);
        builder.Services.AddSingleton(signals);
        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
        builder.Services.AddSingleton(services =>
            create(services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<ILogger<T>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<T>());
        return builder;
    }

    /// <summary>The lifetime of the host: every signal that asks for a stop, where the usual lifetime knows three.</summary>
    private sealed class SignalLifetime(StopSignals signals, IHostApplicationLifetime application) : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken)
        {
            signals.Stop.Register(application.StopApplication);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
