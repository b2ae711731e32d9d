namespace PluginHost.Learning;

/// <summary>
/// Capability: the way from input to penultimate features is a row of stages that can be cut and copied, for networks that share their first
/// stages and have several copies of the last ones (MEMO).
/// </summary>
public interface IStagedFeatures : IPenultimateFeatures
{
    /// <summary>The stages' names, from input to features; at least one.</summary>
    IReadOnlyList<string> StageNames { get; }

    /// <summary>Copies stages with their values. What the first ones give is the input of those behind them.</summary>
    /// <param name="first">The first stage's place; from 0 on the copy takes <see cref="BatchKeys.Input"/>.</param>
    /// <param name="end">The place behind the last stage, above <paramref name="first"/>.</param>
    /// <returns>The copy on the same device, in the same mode, its tensors in no dispose scope; owned by the caller.</returns>
    IFeatureStages CopyStages(int first, int end);
}

/// <summary>Stages that were cut out of a model; see <see cref="IStagedFeatures"/>.</summary>
public interface IFeatureStages : IDisposable
{
    /// <summary>The stages as one module from their input to what the last one gives.</summary>
    nn.Module<Tensor, Tensor> Module { get; }

    /// <summary>Makes a deep copy, as <see cref="IStagedFeatures.CopyStages"/> does.</summary>
    /// <returns>The copy, owned by the caller.</returns>
    IFeatureStages Copy();
}
