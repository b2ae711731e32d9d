namespace PluginHost.Distillation;

/// <summary>How local POD compares layers.</summary>
/// <param name="Scales">Numbers of tiles per axis.</param>
/// <param name="Square">Whether values are squared first.</param>
/// <param name="MapWeight">Factor of feature maps.</param>
/// <param name="MaskWeight">Factor of predicted masks.</param>
public sealed record PodSettings(IReadOnlyList<int> Scales, bool Square, double MapWeight, double MaskWeight);
