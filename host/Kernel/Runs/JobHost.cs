using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PluginHost.Runs;

/// <summary>What hosted work learns of its life.</summary>
/// <param name="Logger">Takes what happens.</param>
/// <param name="Stopping">Asks it to stop.</param>
/// <param name="StopReason">Words for what asked; to be called once it was asked.</param>
internal sealed record JobLife(ILogger Logger, CancellationToken Stopping, Func<string> StopReason);

/// <summary>
/// Hosts the run of a job from its first stage to its end with the .NET generic host, whose lifetime, signals and logging are the run's: a
/// signal becomes cancellation, then a deadline; a second Ctrl-C ends the process at once.
/// </summary>
internal static class JobHost
{
    /// <summary>How long an engine may take to save its state after a signal.</summary>
    public static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    /// <summary>Runs work on a thread of its own until it ends, or until it was told to stop and its deadline passed.</summary>
    /// <param name="work">The work.</param>
    /// <param name="abandon">Asked once the deadline passed: gives work up that still goes on; <see langword="false"/> if it is about to end.</param>
    /// <param name="log">The log of the run.</param>
    /// <param name="deadline">How long the work may take to stop.</param>
    /// <param name="error">Takes notices to people.</param>
    /// <param name="cancellationToken">Stops the work as a signal does.</param>
    public static async Task RunAsync(
        Func<JobLife, Task> work,
        Func<bool> abandon,
        RunLog log,
        TimeSpan deadline,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        var notice = $"the engine has {deadline.TotalSeconds:0} seconds to save its state and stop. Ctrl-C again stops at once.";
        using var signals = new StopSignals(error.WriteLine, notice, cancellationToken);
        await using var kill = signals.Kill.Register(() =>
        {
            error.WriteLine("Stopped at once; state since the last checkpoint is lost.");
            Environment.Exit(ExitCodes.Stopped);
        });
        using var host = Prepare(work, log, deadline, signals).Build();
        var service = host.Services.GetRequiredService<JobService>();
        try
        {
            await host.RunAsync(CancellationToken.None);
        }
        catch (OperationCanceledException)
        {
            // The deadline passed.
        }

        if (service.Work.IsCompleted || !abandon()) await service.Work;
    }

    /// <summary>The services of a run's life; nothing of a plugin is among them.</summary>
    internal static HostApplicationBuilder Prepare(Func<JobLife, Task> work, RunLog log, TimeSpan deadline, StopSignals signals)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log).SetMinimumLevel(log.Level);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = deadline);
        builder.Services.AddSingleton(signals);
        builder.Services.AddSingleton<IHostLifetime, SignalLifetime>();
        builder.Services.AddSingleton(services => new JobService(
            work,
            signals,
            services.GetRequiredService<IHostApplicationLifetime>(),
            services.GetRequiredService<ILogger<JobService>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<JobService>());
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

    /// <summary>The one service: a job on a thread of its own, as engines compute for hours and ambient state that plugins set stays there.</summary>
    private sealed class JobService(
        Func<JobLife, Task> work, StopSignals signals, IHostApplicationLifetime application, ILogger<JobService> logger) : IHostedService, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        /// <summary>The work; it ends with the work's exception, if it threw one.</summary>
        public Task Work { get; private set; } = Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Work = Task.Factory.StartNew(
                DoAsync,
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();
            return Task.CompletedTask;
        }

        // What plugins do when they are told to stop may hang as well.
        public Task StopAsync(CancellationToken cancellationToken) =>
            Task.WhenAll(_stopping.CancelAsync(), Task.WhenAny(Work)).WaitAsync(cancellationToken);

        public void Dispose() => _stopping.Dispose();

        private string StopReason() => signals.Reason is { } name ? $"stopped by {name}" : "stopped on request";

        private async Task DoAsync()
        {
            try
            {
                await work(new(logger, _stopping.Token, StopReason));
            }
            finally
            {
                application.StopApplication();
            }
        }
    }
}
