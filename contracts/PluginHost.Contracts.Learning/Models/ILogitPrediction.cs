namespace PluginHost.Contracts.Learning;

/// <summary>Capability: predicts class scores under <see cref="OutputKeys.Logits"/>.</summary>
public interface ILogitPrediction;
