using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;

namespace AudioVisual.Data.Tests;

/// <summary>Makes the files of small sets, and looks at what a data set makes of them.</summary>
internal static class Files
{
    /// <summary>A tone as WAV of 16 bits, whatever the name's ending: sounds are known by their content.</summary>
    public static void Tone(string file, double hertz, double seconds = 0.3, int rate = 8000, double level = 0.5)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var samples = Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)(level * Math.Cos(2 * Math.PI * hertz * i / rate))).ToArray();
        SoundFile.Write(file, new Sound(rate, samples));
    }

    /// <summary>A picture of one colour as PNG.</summary>
    public static void Plain(string file, byte red, byte green, byte blue, int size = 8)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        PictureFile.Write(file, new Picture(size, size, 3, [.. Enumerable.Range(0, size * size).SelectMany(_ => (byte[])[red, green, blue])]));
    }

    /// <summary>A text file.</summary>
    public static void Text(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public static T Prepared<T>(this T dataset)
        where T : IDataset
    {
        dataset.PrepareAsync(CancellationToken.None).GetAwaiter().GetResult();
        return dataset;
    }

    public static SampleInfo[] All(this IDataset dataset) => [.. Enum.GetValues<Split>().SelectMany(dataset.Samples)];

    public static SampleInfo ById(this IDataset dataset, string id) => dataset.All().Single(sample => sample.Id == id);

    public static float[] Floats(this IDataset dataset, string id, string key)
    {
        using var sample = dataset.Load(dataset.ById(id));
        return [.. sample[key].data<float>()];
    }

    public static byte[] Bytes(this IDataset dataset, string id, string key)
    {
        using var sample = dataset.Load(dataset.ById(id));
        return [.. sample[key].data<byte>()];
    }

    /// <summary>The one finding that an action ends in.</summary>
    public static Finding Finding(Action action) => Should.Throw<JobException>(action).Findings.ShouldHaveSingleItem();

    public static string[] Messages(this RunStandIn run, FindingSeverity severity) =>
        [.. run.Events.OfType<MessageReported>().Where(message => message.Severity == severity).Select(message => message.Text)];

    /// <summary>The frequency of a tone, from the number of its sign changes.</summary>
    public static double Hertz(IReadOnlyList<float> samples, int rate)
    {
        var changes = Enumerable.Range(1, samples.Count - 1).Count(i => samples[i - 1] < 0 != samples[i] < 0);
        return changes * rate / (2.0 * samples.Count);
    }
}
