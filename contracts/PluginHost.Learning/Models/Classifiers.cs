using TorchSharp.Modules;

namespace PluginHost.Learning;

/// <summary>Capability: predicts class scores under <see cref="OutputKeys.Logits"/>.</summary>
public interface ILogitPrediction;

/// <summary>
/// Capability: gives the representation before the classifier under <see cref="OutputKeys.Features"/>, float32 (R, D), when
/// <see cref="ForwardRequest.Features"/> is set.
/// </summary>
public interface IPenultimateFeatures
{
    /// <summary>The width D of the representation.</summary>
    int FeatureSize { get; }
}

/// <summary>Capability: a linear or cosine classifier over the penultimate features, with one row per class.</summary>
public interface IClassifierHead : ILogitPrediction, IPenultimateFeatures
{
    /// <summary>The rows, (classes, D). Replaced when the model grows.</summary>
    Parameter Weight { get; }

    /// <summary>The biases, (classes); <see langword="null"/> if there are none. Replaced when the model grows.</summary>
    Parameter? Bias { get; }

    /// <summary>Applies the classifier alone, for features that were changed or joined.</summary>
    /// <param name="features">Features, float32 (R, D).</param>
    /// <returns>Class scores, float32 (R, classes), in the current dispose scope.</returns>
    Tensor Classify(Tensor features);
}

/// <summary>Capability: holds one learnable row per class (a query embedding, a classifier row) in a parameter. A classifier's biases grow with it.</summary>
public interface IClassQueries
{
    /// <summary>The parameter, (classes, size). Replaced when the model grows.</summary>
    Parameter Queries { get; }
}
