using PluginHost.Contracts;

namespace PluginHost.Contracts.Learning;

/// <summary>A base model of the separation task: predicts a mask for each source of a mixture, told which class to listen for.</summary>
[ComponentKind("separator")]
public interface ISeparator : IModel, IMaskPrediction;
