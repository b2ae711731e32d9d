namespace PluginHost.Learning.Separation;

/// <summary>Capability: predicts masks over the warped mixture spectrogram, under <see cref="SeparationKeys.Masks"/>.</summary>
public interface IMaskPrediction;

/// <summary>A base model of the separation task: predicts a mask for each source of a mixture, told which class to listen for.</summary>
public interface ISeparator : IModel, IMaskPrediction;
