namespace PluginHost.Training;

/// <summary>The factor on a learning rate at a step: a function of the step alone, so that resuming needs no state.</summary>
public static class RateSchedule
{
    /// <summary>Computes the factor.</summary>
    /// <param name="options">The shape.</param>
    /// <param name="step">The step about to be taken, from 0.</param>
    /// <param name="total">Steps of the phase in all.</param>
    /// <param name="epoch">The epoch of the step, from 0.</param>
    public static double Factor(ScheduleSettings options, int step, int total, int epoch)
    {
        var warmup = options.WarmupSteps == 0 ? 1 : Math.Min(1, (step + 1.0) / options.WarmupSteps);
        return warmup * options.Type switch
        {
            ScheduleType.Multistep => Math.Pow(options.Gamma, options.Milestones.Count(milestone => epoch >= milestone)),
            ScheduleType.Step => Math.Pow(options.Gamma, epoch / options.StepEpochs),
            ScheduleType.Cosine => 0.5 * (1 + Math.Cos(Math.PI * step / total)),
            ScheduleType.WarmupLinear when options.DecayFraction > 0 => Math.Min(1, (total - step) / (options.DecayFraction * total)),
            _ => 1,
        };
    }
}
