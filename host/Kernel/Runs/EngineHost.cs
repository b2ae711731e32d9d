using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PluginHost.Contracts;

namespace PluginHost.Runs;

/// <summary>Gives an engine its life: signals become cancellation, then a deadline; a second Ctrl-C ends the process at once.</summary>
internal static class EngineHost
{
    /// <summary>How long an engine may take to save its state after a signal.</summary>
    public static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(30);

    public static async Task<EngineResult> RunAsync(EngineLife life, TextWriter error, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return new EngineResult { Outcome = RunOutcome.Stopped, Reason = "stopped before it started" };
        using var host = Prepare(life).Build();
        var service = host.Services.GetRequiredService<EngineService>();
        using var secondSignal = HardStopOnSecondSignal(error, life.Deadline);
        try
        {
            await host.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The deadline passed; the result says whether the engine ended after all.
        }

        return service.Result ?? new EngineResult
        {
            Outcome = RunOutcome.Stopped,
            Reason = $"{life.Name} did not stop within {life.Deadline.TotalSeconds:0.###} seconds",
            Abandoned = true,
        };
    }

    /// <summary>The services of a run's life; nothing of a plugin is among them but the engine's.</summary>
    internal static HostApplicationBuilder Prepare(EngineLife life)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = life.Deadline);
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        builder.Services.AddSingleton(life);
        builder.Services.AddSingleton<EngineService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EngineService>());
        return builder;
    }

    private static PosixSignalRegistration HardStopOnSecondSignal(TextWriter error, TimeSpan deadline)
    {
        var count = 0;
        return PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref count) == 1)
            {
                error.WriteLine(
                    $"Stopping: the engine has {deadline.TotalSeconds:0} seconds to save its state. Ctrl-C again stops at once.");
                return;
            }

            error.WriteLine("Stopped at once; state since the last checkpoint is lost.");
            Environment.Exit(130);
        });
    }
}
