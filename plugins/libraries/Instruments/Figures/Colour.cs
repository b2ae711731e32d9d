using System.Runtime.InteropServices;

namespace PluginHost.Instruments.Figures;

/// <summary>Red, green and blue in 0 to 1.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Colour(float Red, float Green, float Blue)
{
    public float Grey => (0.299f * Red) + (0.587f * Green) + (0.114f * Blue);

    public Colour Jitter(double spread, ClipRandom random) => new(
        (float)Math.Clamp(Red * random.Jitter(spread), 0, 1),
        (float)Math.Clamp(Green * random.Jitter(spread), 0, 1),
        (float)Math.Clamp(Blue * random.Jitter(spread), 0, 1));

    public static Colour From(int rgb) => new(((rgb >> 16) & 255) / 255f, ((rgb >> 8) & 255) / 255f, (rgb & 255) / 255f);
}
