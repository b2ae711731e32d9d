using PluginHost.Contracts;
using TorchSharp.Modules;

namespace PluginHost.Learning;

/// <summary>What a model is built for.</summary>
public sealed record ModelSpec
{
    /// <summary>The number of classes to begin with; 0 for a model that knows none (an encoder, a generator).</summary>
    public required int Classes { get; init; }

    /// <summary>Input shapes per item or row, without the batch dimension, by batch tensor name (see <see cref="BatchKeys"/>).</summary>
    public required IReadOnlyDictionary<string, long[]> Inputs { get; init; }

    /// <summary>Seed for the initial weights; equal seeds give equal weights.</summary>
    public required long Seed { get; init; }
}

/// <summary>Parameters that are trained alike; the engine's options give each group an optimizer by its name.</summary>
/// <param name="Name">The group's name, such as <c>backbone</c> or <c>head</c>.</param>
/// <param name="Parameters">The parameters, owned by the model or by the strategy that added them.</param>
public sealed record ParameterGroup(string Name, IReadOnlyList<Parameter> Parameters);

/// <summary>
/// A trainable model that learns classes one after the other. The engine builds, moves and trains it; the host disposes it with the job's other
/// components.
/// </summary>
/// <remarks>
/// What a model offers beyond predictions it says by capability interfaces: <see cref="ILogitPrediction"/>, <see cref="IPenultimateFeatures"/>,
/// <see cref="IClassifierHead"/>, <see cref="IClassQueries"/>, <see cref="ICrossModalEmbeddings"/>, <see cref="IFeatureMaps"/>,
/// <see cref="IStagedFeatures"/>, <see cref="IModelLoss"/>, <see cref="IPictureInput"/>, and those of its family. Used by one thread at a time.
/// </remarks>
[ComponentKind("model")]
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

    /// <summary>Creates the parameters on the CPU. Called once, outside any dispose scope.</summary>
    /// <param name="spec">What to build for.</param>
    /// <exception cref="JobException">The options do not fit the inputs.</exception>
    void Build(ModelSpec spec);

    /// <summary>
    /// Adds classes: rows of queries or of a classifier. Old ones keep their values; parameter objects may be replaced. New tensors may be left
    /// on the CPU, the engine moves them.
    /// </summary>
    /// <param name="classes">The new number of classes, at least <see cref="Classes"/>.</param>
    /// <param name="seed">Seed for what is new.</param>
    void Grow(int classes, long seed);

    /// <summary>Runs the model on a batch that is on its device, in the module's current mode and the caller's gradient mode.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="request">What is wanted.</param>
    /// <returns>The output, its tensors in the current dispose scope.</returns>
    ModelOutput Forward(Batch batch, ForwardRequest request);

    /// <summary>Makes a deep copy on the same device, in the same mode. Its tensors belong to no dispose scope.</summary>
    /// <returns>The copy, owned by the caller.</returns>
    IModel Clone();
}
