namespace PluginHost.Contracts.Learning;

/// <summary>Where training stands.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Epoch">The epoch within the phase, from 0.</param>
/// <param name="Step">The step within the phase, from 0.</param>
/// <param name="TotalSteps">Steps of the phase in all.</param>
public sealed record StepInfo(Phase Phase, int Epoch, int Step, int TotalSteps);
