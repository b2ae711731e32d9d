namespace PluginHost.Contracts.Learning;

/// <summary>Takes over the growth of the model at the start of an increment, for instance to initialise new rows from old ones.</summary>
public interface IModelGrowth
{
    /// <summary>Grows the model. The default of the engine is <c>model.Grow(context.SeenLabels, seed)</c>.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="seed">Seed for what is new.</param>
    void Grow(ILearningContext context, long seed);
}
