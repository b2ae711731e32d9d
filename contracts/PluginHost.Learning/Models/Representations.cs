namespace PluginHost.Learning;

/// <summary>Capability: gives each row an embedding per modality, all of one size, when <see cref="ForwardRequest.Embeddings"/> is set.</summary>
public interface ICrossModalEmbeddings
{
    /// <summary>The output names of the embeddings, such as <see cref="OutputKeys.AudioEmbedding"/>; at least two.</summary>
    IReadOnlyList<string> EmbeddingKeys { get; }
}

/// <summary>
/// Capability: gives intermediate feature maps, (items, channels, height, width), when <see cref="ForwardRequest.FeatureMaps"/> names them. A map
/// that depends on the source asked for has rows in place of items.
/// </summary>
public interface IFeatureMaps
{
    /// <summary>The names, from input to output; each starts with <see cref="OutputKeys.FeatureMapPrefix"/>.</summary>
    IReadOnlyList<string> FeatureMapNames { get; }
}

/// <summary>
/// Capability: trains with a loss of its own beside the task's, such as that of an auxiliary classifier. The engine adds its terms to the base
/// loss of every step, whatever the strategy, and logs them by name.
/// </summary>
public interface IModelLoss
{
    /// <summary>Computes the model's own terms of a step. A model that is told to have none returns none.</summary>
    /// <param name="output">The model's output for the batch, covering all rows.</param>
    /// <param name="batch">The batch.</param>
    /// <returns>Terms whose values are differentiable scalars in the current dispose scope.</returns>
    IReadOnlyList<LossTerm> LossTerms(ModelOutput output, Batch batch);
}

/// <summary>
/// Capability: sees the pictures of a sample themselves. The engine then keeps <see cref="SampleKeys.Frames"/> beside what an extractor makes of
/// them, and a task that knows pictures puts them into its batches.
/// </summary>
public interface IPictureInput
{
    /// <summary>Height and width, in pixels, of the pictures that it reads.</summary>
    int PictureSize { get; }
}

/// <summary>
/// Capability: can be tuned by few parameters at places that the model offers (adapters, scale and shift, prompts), or as a whole. What is tuned
/// stands in the parameter group <see cref="TuningGroup"/>; the rest of the backbone is frozen.
/// </summary>
public interface ITunable
{
    /// <summary>The name of the parameter group that holds what tuning added.</summary>
    const string TuningGroup = "tuning";

    /// <summary>
    /// The ways on offer, in the field's words: <c>full</c> (all of the backbone, nothing added), <c>none</c> (all of it frozen), <c>film</c>,
    /// <c>ssf</c>, <c>adapter</c>, <c>prompt</c>, <c>prefix</c>.
    /// </summary>
    IReadOnlyList<string> Tunings { get; }

    /// <summary>
    /// Sets the way; what an earlier one added goes. It changes the model's structure, so a strategy calls it in
    /// <see cref="IStrategy.BeforeStream"/>, which a resumed run repeats before it loads values.
    /// </summary>
    /// <param name="tuning">One of <see cref="Tunings"/>.</param>
    /// <param name="seed">Seed for what is added.</param>
    /// <exception cref="ArgumentException">The way is not on offer.</exception>
    void Tune(string tuning, long seed);
}
