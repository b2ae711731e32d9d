namespace PluginHost.Learning.AudioVisual;

/// <summary>Names of the tensors that say where in pictures a sound comes from. R rows, F frames.</summary>
public static class LocalisationKeys
{
    /// <summary>
    /// In a model's output and in a prediction: how well each place of the pictures goes with the sound of the row, float32 (R, F, height, width);
    /// the highest place is the source. A prediction has <see cref="AudioVisualKeys.Masks"/> beside it, (R, F, 1, height, width), where the data
    /// set knows where sources are. The two may differ in height and width.
    /// </summary>
    public const string Maps = "localisation";
}
