using System.ComponentModel.DataAnnotations;

namespace PluginHost.Plugins.ClassificationStrategies;

/// <summary>
/// OWM (Zeng et al., Nature Machine Intelligence 2019, Methods): each layer's gradient is projected to be orthogonal to the mean inputs
/// of earlier experiences' mini-batches, so that what the layer answers to them stays.
/// </summary>
/// <remarks>
/// After an experience each mini-batch i of n passes once more, and its mean input r updates the projector of each layer:
/// k = P r^T, P = P - k k^T / (alpha_i + r k), alpha_i = alpha · decay^(i/n). A bias counts as the weight of an input that is always 1; a
/// convolution is given the patches of the mean input. From the second experience on, what has no projector (normalisation, scale and
/// shift) is held. The optimizer is to be sgd without weight decay: others step in directions of their own.
/// </remarks>
/// <param name="options">The options.</param>
[Component("owm")]
[Declares("memory", "none")]
[Declares("boundaries", "needed")]
[Declares("holds", "a projector for each layer")]
[Declares("fits", "class-, domain- and task-incremental")]
[Evidence(
    "OwmTests.The_projectors_of_a_job_are_those_of_the_mean_inputs_of_its_mini_batches_with_an_alpha_that_decays",
    Table = "comparisons/classification/mnist.json")]
[Evidence("OwmTests.After_each_input_the_projector_is_the_inverse_written_out")]
[Needs<IClassifierHead>("the classifier's rows are projected as well")]
public sealed class OwmStrategy(OwmOptions options) : IStrategy, IStateful, IKeepsTensors, IDisposable
{
    private readonly LayerProjectors _projectors = new();

    /// <inheritdoc/>
    public long KeptBytes => _projectors.Bytes;

    /// <inheritdoc/>
    public void BeforeStream(ILearningContext context)
    {
        if (!context.Boundaries)
        {
            throw Refusal.Of(
                "OWM protects what earlier experiences gave to a layer, and this stream tells no boundaries",
                "Set the benchmark's boundaries to true.");
        }

        ProjectedLayer.Of(context.Model);
    }

    /// <inheritdoc/>
    public void AfterBackward(ILearningContext context, StepInfo step)
    {
        if (!_projectors.Empty) _projectors.Edit(context.Model, (projector, gradient) => projector.Project(gradient));
    }

    /// <inheritdoc/>
    public void AfterExperience(ILearningContext context)
    {
        if (context.Experience.Index < context.ExperienceCount - 1)
            _projectors.Take(context, "owm", options.BatchSize, passed => options.Alpha * Math.Pow(options.Decay, passed));
    }

    /// <inheritdoc/>
    public void SaveState(StateBag state) => _projectors.SaveState(state);

    /// <inheritdoc/>
    public void LoadState(StateBag state, ILearningContext context) => _projectors.LoadState(state, context);

    /// <inheritdoc/>
    public void Dispose() => _projectors.Dispose();
}

/// <summary>Options of OWM.</summary>
public sealed class OwmOptions
{
    /// <summary>Regularisation alpha of the projector: the smaller, the less may change in the direction of an earlier input.</summary>
    [Range(1e-12, 1e6)]
    public double Alpha { get; set; } = 1;

    /// <summary>Factor that alpha falls by over an experience: alpha_i = alpha · decay^(i/n).</summary>
    [Range(1e-12, 1.0)]
    public double Decay { get; set; } = 1;

    /// <summary>Samples in a mini-batch whose mean input counts.</summary>
    [Range(1, 100_000)]
    public int BatchSize { get; set; } = 40;
}
