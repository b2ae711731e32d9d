using PluginHost.Media.Sounds;

namespace PluginHost.Docs.Tests;

/// <summary>Writes the folder that the data set page reads: ten tones for each of four classes.</summary>
internal static class ClipFolder
{
    private const int Rate = 11025;

    public static void Write(string folder)
    {
        string[] names = ["bell", "drum", "flute", "violin"];
        for (var label = 0; label < names.Length; label++)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, names[label])).FullName;
            for (var take = 0; take < 10; take++)
                SoundFile.Write(Path.Combine(own, $"take-{take}.wav"), Tone((220 * (label + 1)) + (10 * take)));
        }
    }

    private static Sound Tone(double hertz) =>
        new(Rate, [.. Enumerable.Range(0, Rate).Select(n => (float)(0.25 * Math.Sin(2 * Math.PI * hertz * n / Rate)))]);
}
