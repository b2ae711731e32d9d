namespace PluginHost.Instruments.Figures;

/// <summary>How the hand answers a note.</summary>
public enum Gesture
{
    /// <summary>Struck or plucked: a jerk at the onset that dies away.</summary>
    Pluck,

    /// <summary>Bowed or squeezed: a slide through the note, turning at each onset.</summary>
    Bow,

    /// <summary>Blown: fingers switch place at the onset and stay.</summary>
    Finger,
}
