namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// GDumb (Prabhu et al., ECCV 2020): samples go into a memory that keeps classes balanced, and before each test a fresh model is trained on
/// the memory alone. What earlier experiences made of the model plays no part.
/// </summary>
/// <remarks>
/// The memory takes the experience's samples in one by one before training. The fresh model is the one that the run began with, grown to all
/// classes; it is kept, and its bytes are the strategy's.
/// </remarks>
[Component("gdumb")]
[Declares("memory", "exemplars")]
[Declares("boundaries", "needed")]
[Declares("holds", "the model before it learned anything")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence("GDumbTests.What_became_of_the_model_before_plays_no_part", Table = "comparisons/classification/mnist.json")]
public sealed class GDumbStrategy : IStrategy
{
    private const string Fresh = "fresh";

    /// <inheritdoc/>
    public bool UsesMemory => true;

    /// <inheritdoc/>
    public bool FillsMemory => true;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Refusal.Of(
                "GDumb trains on its memory before each test, and this stream does not tell when that is",
                "Set the benchmark's boundaries to true.");
        }

        if (context.Memory is not IOnlineMemory)
        {
            throw Refusal.Of(
                "GDumb gives samples to the memory one by one, and this one cannot take them so", "Choose the memory greedy-balanced.");
        }

        context.Freeze(Fresh);
    }

    /// <summary>Fills the memory, and puts the weights of the beginning in the place of those learned.</summary>
    /// <inheritdoc/>
    public void BeforeExperience(ILearningContext context)
    {
        var none = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        SampleInfo[] samples = [.. context.Experience.Train];
        context.Random.Stream("gdumb.order", context.Experience.Index).Shuffle<SampleInfo>(samples);
        foreach (var sample in samples) ((IOnlineMemory)context.Memory!).Add(context, sample, none);
        using var fresh = context.Frozen(Fresh)!.Clone();
        fresh.Grow(context.SeenLabels, context.Random.SeedFor("gdumb.rows", context.Experience.Index));
        context.Model.Module.load_state_dict(fresh.Module.state_dict());
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEntry> ChooseEntries(ILearningContext context, IReadOnlyList<TrainingEntry> proposed) =>
        [.. context.Memory!.Exemplars.Select(exemplar => new TrainingEntry(exemplar.Sample, FromMemory: true))];
}
