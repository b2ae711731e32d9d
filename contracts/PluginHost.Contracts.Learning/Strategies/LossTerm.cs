namespace PluginHost.Contracts.Learning;

/// <summary>One term of a loss.</summary>
/// <param name="Name">Its name in logs.</param>
/// <param name="Weight">Its weight in the total.</param>
/// <param name="Value">Its unweighted value, a scalar.</param>
public sealed record LossTerm(string Name, double Weight, Tensor Value);
