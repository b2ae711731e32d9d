using System.Text;
using PluginHost.Media.Sounds;

namespace PluginHost.Docs.Tests;

/// <summary>Writes the folder that the data set page reads: a sound and moving pictures per clip, four classes.</summary>
internal static class ClipFolder
{
    private const int Rate = 11025;
    private const int Seconds = 3;
    private const int FramesPerSecond = 8;
    private const int Side = 32;

    public static void Write(string folder)
    {
        string[] names = ["bell", "drum", "flute", "violin"];
        for (var label = 0; label < names.Length; label++)
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, names[label])).FullName;
            for (var clip = 0; clip < 6; clip++)
            {
                File.WriteAllBytes(Path.Combine(own, $"take-{clip}.wav"), Tone((220 * (label + 1)) + (10 * clip)));
                File.WriteAllBytes(Path.Combine(own, $"take-{clip}.pgm"), Pictures(label, clip));
            }
        }
    }

    private static byte[] Tone(double hertz) => SoundFile.Encode(
        new Sound(Rate, [.. Enumerable.Range(0, Rate * Seconds).Select(n => (float)(0.25 * Math.Sin(2 * Math.PI * hertz * n / Rate)))]));

    private static byte[] Pictures(int label, int clip)
    {
        using var stream = new MemoryStream();
        for (var frame = 0; frame < FramesPerSecond * Seconds; frame++)
        {
            stream.Write(Encoding.ASCII.GetBytes($"P5\n{Side} {Side}\n255\n"));
            for (var i = 0; i < Side * Side; i++) stream.WriteByte((byte)(((i * (label + 1)) + (frame * 16) + clip) % 256));
        }

        return stream.ToArray();
    }
}
