using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// A-GEM (Chaudhry et al., ICLR 2019): a step never raises the loss of a random memory batch to first order. Where the gradient g
/// points against the reference gradient g_ref of that batch, it becomes g - (g · g_ref / g_ref · g_ref) g_ref.
/// </summary>
/// <remarks>Exemplars do not join the training list: memory is read for the reference gradient alone.</remarks>
/// <param name="options">The options.</param>
[Component("a-gem")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "not needed")]
[Declares("holds", "nothing beside the memory")]
[Declares("fits", "class-, domain- and task-incremental; online")]
[Evidence(
    "AGemTests.A_gradient_against_the_reference_is_made_orthogonal_to_it_by_the_papers_formula",
    Table = "comparisons/classification/mnist.json")]
public sealed class AGemStrategy(AGemOptions options) : IStrategy, IDisposable
{
    private Tensor? _reference;

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) =>
        [.. proposed.Where(entry => !entry.FromMemory)];

    /// <summary>Takes the reference gradient at the weights that the step begins with.</summary>
    /// <inheritdoc/>
    public Batch BeforeBatch(ILearningContext context, StepInfo step, Batch batch)
    {
        Dispose();
        using var replay = ReplayBatch.Draw(context, step, options.BatchSize, "a-gem");
        if (replay is not null)
            _reference = GradientVector.Of(context, replay.Batch, GradientVector.Trained(context)).DetachFromDisposeScope();
        return batch;
    }

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        if (_reference is null) return;
        var parameters = GradientVector.Trained(context);
        if (Project(GradientVector.Read(parameters), _reference) is { } projected) GradientVector.Write(parameters, projected);
        Dispose();
    }

    /// <summary>Frees the reference gradient, which lives within a step.</summary>
    public void Dispose()
    {
        _reference?.Dispose();
        _reference = null;
    }

    /// <summary>Projects a gradient onto the half-space of a reference gradient.</summary>
    /// <param name="gradient">The gradient g, (n).</param>
    /// <param name="reference">The reference gradient, (n).</param>
    /// <returns>
    /// The projected gradient; <see langword="null"/> if g is to stay, its inner product with the reference being 0 or more.
    /// </returns>
    internal static Tensor? Project(Tensor gradient, Tensor reference)
    {
        using var scope = NewDisposeScope();
        var product = gradient.dot(reference);
        if (product.ToDouble() >= 0) return null;
        return (gradient - (product / reference.dot(reference) * reference)).MoveToOuterDisposeScope();
    }
}

/// <summary>Options of A-GEM.</summary>
public sealed class AGemOptions
{
    /// <summary>Exemplars in the memory batch that gives the reference gradient.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 256;
}
