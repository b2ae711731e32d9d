namespace PluginHost.Conformance.Wayward;

public sealed class WaywardOptions
{
    private double _drifting;

    public Fault Fault { get; set; }

    /// <summary>Comes back as another number than it was set to, unless that was 0.</summary>
    public double Drifting
    {
        get => _drifting;
        set => _drifting = value == 0 ? 0 : value + 1;
    }
}
