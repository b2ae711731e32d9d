using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// MAS, memory aware synapses (Aljundi et al., ECCV 2018): the base loss + weight · sum_i Omega_i (theta_i - theta*_i)² (eq. 5), with Omega_i
/// the mean over samples of |d ||f(x)||² / d theta_i| (eqs. 2 and 3), f the scores, added up over experiences.
/// </summary>
/// <remarks>
/// Labels play no part. Each sample's gradient is taken by itself: those of a batch would cancel before the absolute value. An importance
/// counts as far as one step of gradient descent brings the parameter back to theta*; beyond that steps would overshoot and grow.
/// </remarks>
/// <param name="options">The options.</param>
[Component("mas")]
[Declares("memory", "exemplars by option")]
[Declares("boundaries", "needed")]
[Declares("holds", "weights and importances")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence(
    "MemoryAwareSynapsesTests.The_importance_of_the_classifier_is_the_closed_form_of_a_linear_map_and_adds_up",
    Table = "comparisons/classification/mnist.json")]
[Needs<ILogitPrediction>("the importance of a parameter is how much it changes the scores")]
public sealed class MemoryAwareSynapsesStrategy(MemoryAwareSynapsesOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private readonly HeldParameters _held = new(ImportanceMode.Online);

    /// <inheritdoc/>
    public bool UsesMemory => options.UseMemory;

    /// <inheritdoc/>
    public long KeptBytes => _held.Bytes;

    /// <inheritdoc/>
    public void AddLosses(LossContext loss)
    {
        if (_held.Count == 0) return;
        var largest = _held.LargestStable(loss.Learning, 2 * options.Weight);
        loss.Add("mas", options.Weight, _held.Penalty(loss.Learning.Model.Module, largest) * 2);
        loss.ReportAtEndOfPhase("mas");
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (context.Experience.Index < context.ExperienceCount - 1) _held.Add(Importance(context, context.Experience.Train));
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => _held.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => _held.LoadState(state, context);

    /// <inheritdoc/>
    public void Dispose() => _held.Dispose();

    /// <summary>The importance of every parameter for samples, owned by the caller.</summary>
    internal ParameterImportance Importance(ILearningContext context, IReadOnlyList<SampleInfo> samples)
    {
        var module = context.Model.Module;
        var result = ParameterImportance.Zero(module);
        var rows = 0;
        SampleInfo[] chosen = options.Samples == 0 || options.Samples >= samples.Count
            ? [.. samples]
            : [.. Enumerable.Range(0, options.Samples).Select(i => samples[(int)((long)i * samples.Count / options.Samples)])];
        context.GradientPass(chosen, "mas", [context.Experience.Index], (_, output) =>
        {
            var lengths = output[OutputKeys.Logits].square().sum(1).unbind();
            for (var i = 0; i < lengths.Length; i++)
            {
                module.zero_grad();
                lengths[i].backward(retain_graph: i + 1 < lengths.Length);
                result.AddAbsoluteGradients(module);
                rows++;
            }
        });
        result.Divide(Math.Max(1, rows));
        return result;
    }
}

/// <summary>Options of memory aware synapses.</summary>
public sealed class MemoryAwareSynapsesOptions
{
    /// <summary>Weight lambda of the penalty; 1 in the original, 0 is fine-tuning.</summary>
    [Range(0.0, 1e12)]
    public double Weight { get; set; } = 1;

    /// <summary>Number of the experience's samples, evenly spread, that estimate the importance; 0 for all.</summary>
    [Range(0, 1_000_000)]
    public int Samples { get; set; }

    /// <summary>Whether exemplars of old classes join the training list.</summary>
    public bool UseMemory { get; set; }
}
