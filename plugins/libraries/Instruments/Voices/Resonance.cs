using System.Runtime.InteropServices;

namespace PluginHost.Instruments.Voices;

/// <summary>A peak of an instrument's body: centre in Hz, gain added at the centre, width as a part of the centre.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Resonance(double Frequency, double Gain, double Width = 0.22)
{
    public double At(double frequency, Character character)
    {
        var centre = Frequency * character.Body;
        var distance = (frequency - centre) / (centre * Width);
        return Gain * character.Colour * Math.Exp(-0.5 * distance * distance);
    }
}
