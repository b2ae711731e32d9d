using static TorchSharp.torch.optim.lr_scheduler;

namespace TorchSharp.Extras;

/// <summary>The state of a learning-rate schedule as numbers, for an exact resume.</summary>
public static class SchedulerState
{
    /// <summary>Reads the state.</summary>
    public static IReadOnlyDictionary<string, double> Save(LRScheduler scheduler) => scheduler.Save();

    /// <summary>
    /// Restores what <see cref="Save"/> gave, into a schedule made with the same arguments; sets the optimizer's rates too.
    /// </summary>
    /// <exception cref="KeyNotFoundException">A number is missing.</exception>
    public static void Load(LRScheduler scheduler, IReadOnlyDictionary<string, double> state) => scheduler.Load(state);
}
