namespace PluginHost.Contracts.Learning;

/// <summary>Capability: predicts masks over the warped mixture spectrogram, under <see cref="OutputKeys.Masks"/>.</summary>
public interface IMaskPrediction;
