using System.Text.Json.Nodes;

namespace PluginHost.Learning;

/// <summary>A strategy that rearranges the stream before it begins; joint training merges all experiences into one. One per job.</summary>
public interface IStreamPlan
{
    /// <summary>Arranges the stream.</summary>
    /// <param name="stream">The benchmark's stream.</param>
    /// <returns>The stream to run.</returns>
    LearningStream Arrange(LearningStream stream);
}

/// <summary>
/// A strategy that plans the phases of an experience, with their own data, optimizers and loss. One per job. A stream without boundaries is one
/// phase: it keeps its entries, order, batch size and steps, and everything else about it may be changed.
/// </summary>
public interface IPhasePlan
{
    /// <summary>Plans the phases of the current experience. A resumed run asks again: the same context must give the same plan.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="main">The phase that the engine would run alone.</param>
    /// <returns>The phases to run, in order; none for a method without gradients.</returns>
    IReadOnlyList<Phase> Plan(ILearningContext context, Phase main);
}

/// <summary>A strategy that takes over the growth of the model, for instance to initialise new rows from old ones. One per job.</summary>
public interface IModelGrowth
{
    /// <summary>
    /// Grows the model to <see cref="ILearningContext.SeenLabels"/> classes, or replaces it. The default of the engine is
    /// <c>model.Grow(context.SeenLabels, seed)</c>. Called outside any dispose scope.
    /// </summary>
    /// <param name="context">The learning context.</param>
    /// <param name="seed">Seed for what is new.</param>
    void Grow(ILearningContext context, long seed);
}

/// <summary>
/// A strategy that calls <see cref="ILearningContext.ReplaceModel"/>: it can describe such a model and build it again, so that a saved state of it
/// can be loaded.
/// </summary>
public interface IModelBuilder
{
    /// <summary>Describes the structure of a model that this strategy made.</summary>
    /// <param name="model">The model.</param>
    /// <returns>What <see cref="Rebuild"/> needs to know.</returns>
    JsonObject Describe(IModel model);

    /// <summary>Builds a model of that structure; its values are loaded afterwards. Called outside any dispose scope.</summary>
    /// <param name="context">The learning context; its model is the job's own, as it is built at the beginning.</param>
    /// <param name="structure">What <see cref="Describe"/> gave.</param>
    /// <returns>The model, owned by the engine.</returns>
    IModel Rebuild(ILearningContext context, JsonObject structure);
}

/// <summary>
/// A strategy that replaces how predictions are made in validation and test: nearest class mean, ensembles, corrected scores. One per job.
/// </summary>
public interface IPredictionRule
{
    /// <summary>Predicts. Called in eval mode without gradient.</summary>
    /// <param name="context">The learning context.</param>
    /// <param name="batch">The batch on the device.</param>
    /// <returns>An output that covers all rows.</returns>
    ModelOutput Predict(ILearningContext context, Batch batch);
}
