namespace PluginHost.Contracts.Learning;

/// <summary>
/// A trainable model that learns classes one after the other. The engine builds, moves and trains it; the host disposes it with the job's other
/// components.
/// </summary>
/// <remarks>
/// What a model offers beyond predictions it says by capability interfaces: <see cref="IMaskPrediction"/>, <see cref="ILogitPrediction"/>,
/// <see cref="IClassQueries"/>, <see cref="ICrossModalEmbeddings"/>, <see cref="IFeatureMaps"/>, <see cref="IModelLoss"/>. Used by one thread
/// at a time.
/// </remarks>
public interface IModel : IDisposable
{
    /// <summary>The module that holds parameters and buffers: state dictionaries, train and eval mode, device.</summary>
    /// <exception cref="InvalidOperationException">The model is not built yet.</exception>
    nn.Module Module { get; }

    /// <summary>The size of all parameters and buffers in bytes.</summary>
    long Bytes => Module.state_dict().Values.Sum(TensorBytes.Of);

    /// <summary>The number of classes it can be asked for; 0 before <see cref="Build"/>.</summary>
    int Classes { get; }

    /// <summary>The parameters in groups, every trainable parameter in exactly one. Ask again after <see cref="Grow"/>.</summary>
    IReadOnlyList<ParameterGroup> ParameterGroups { get; }

    /// <summary>Creates the parameters on the CPU. Called once.</summary>
    /// <param name="spec">What to build for.</param>
    /// <exception cref="JobException">The options do not fit the inputs.</exception>
    void Build(ModelSpec spec);

    /// <summary>Adds classes: rows of queries or of a classifier. Old ones keep their values; parameter objects may be replaced.</summary>
    /// <param name="classes">The new number of classes, at least <see cref="Classes"/>.</param>
    /// <param name="seed">Seed for what is new.</param>
    void Grow(int classes, long seed);

    /// <summary>Runs the model on a batch that is on its device, in the module's current mode and the caller's gradient mode.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="request">What is wanted.</param>
    /// <returns>The output, its tensors in the current dispose scope.</returns>
    ModelOutput Forward(Batch batch, ForwardRequest request);

    /// <summary>Makes a deep copy on the same device, in the same mode: a teacher.</summary>
    /// <returns>The copy, owned by the caller.</returns>
    IModel Clone();
}
