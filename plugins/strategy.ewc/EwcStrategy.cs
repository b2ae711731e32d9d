using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.Ewc;

/// <summary>
/// Elastic Weight Consolidation (Kirkpatrick et al., 2017), with importance per experience or, online, in one sum:
/// the base loss + lambda/2 · sum_i F_i (theta_i - theta*_i)².
/// </summary>
/// <param name="options">The options.</param>
[Component("ewc")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "weights and importances, one set or one an experience")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence(
    "EwcTests.The_penalty_and_its_gradient_are_those_of_the_closed_form_and_new_rows_are_free", Table = "comparisons/small/table-1.json")]
public sealed class EwcStrategy(EwcOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private readonly HeldParameters _held = new(options.Mode, options.Decay);

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _held.Bytes;

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (_held.Count == 0) return;
        loss.Add("ewc", options.Weight, _held.Penalty(
            loss.Learning.Model.Module, _held.LargestStable(loss.Learning, options.Weight)));
        loss.ReportAtEndOfPhase("ewc");
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (options.Weight == 0 || context.Experience.Index == context.ExperienceCount - 1) return;
        var settings = new FisherSettings(options.Fisher, options.Samples, options.Passes);
        var importance = FisherInformation.Estimate(context, context.Experience.Train, "ewc", settings);
        if (options.Normalise) importance.Normalise(options.MaximumImportance);
        _held.Add(importance);
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => _held.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => _held.LoadState(state, context);

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();
}

/// <summary>Options of EWC.</summary>
public sealed class EwcOptions
{
    /// <summary>Weight lambda of the penalty; 0 is fine-tuning.</summary>
    [Range(0.0, 1e12)]
    public double Weight { get; set; } = 1;

    /// <summary>Whose gradients are squared: batch (one backward pass per batch) or per-sample (one per sample).</summary>
    public FisherEstimate Fisher { get; set; } = FisherEstimate.Batch;

    /// <summary>Whether an experience's importance is divided by its mean, so that the weight does not depend on the scale of the loss.</summary>
    public bool Normalise { get; set; } = true;

    /// <summary>The most that one parameter may count when normalised, in means; keeps plain sgd from overshooting. 0 for no limit.</summary>
    [Range(0.0, 1e12)]
    public double MaximumImportance { get; set; } = 10;

    /// <summary>separate keeps the importance of each experience, online adds it up around the latest values.</summary>
    public ImportanceMode Mode { get; set; } = ImportanceMode.Separate;

    /// <summary>Factor on earlier importance when new importance is added to it, in online mode.</summary>
    [Range(0.0, 1.0)]
    public double Decay { get; set; } = 1;

    /// <summary>Number of the experience's new samples, evenly spread, that estimate the importance; 0 for all.</summary>
    [Range(0, 1_000_000)]
    public int Samples { get; set; }

    /// <summary>How often each of them is drawn, with a crop and partner of its own each time.</summary>
    [Range(1, 1000)]
    public int Passes { get; set; } = 1;

    /// <summary>Whether exemplars of old classes join the training list.</summary>
    public bool UseMemory { get; set; }
}
