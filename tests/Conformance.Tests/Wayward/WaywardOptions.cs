using System.ComponentModel;

namespace PluginHost.Conformance.Wayward;

public sealed class WaywardOptions
{
    private double _drifting;

    [Description("What to do wrong")]
    public Fault Fault { get; set; }

    [Description("Comes back as another number than it was set to, unless that was 0")]
    public double Drifting
    {
        get => _drifting;
        set => _drifting = value == 0 ? 0 : value + 1;
    }
}
