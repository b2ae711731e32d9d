using PluginHost.Media.Pictures;
using PluginHost.Media.Sounds;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>The files of one sound that is written: <c>NAME.wav</c>, and <c>NAME.png</c> with its spectrogram; and how loud it is.</summary>
internal sealed class SourceFile : IDisposable
{
    private readonly SoundWriter _writer;
    private readonly SpectrogramPicture _picture = new();
    private double _squares;
    private double _peak;
    private long _count;

    /// <summary>Begins the files.</summary>
    /// <param name="folder">Their folder.</param>
    /// <param name="name">What they are called, made safe.</param>
    /// <param name="from">Samples a second of what comes, in hertz.</param>
    /// <param name="to">Samples a second of the file, in hertz.</param>
    public SourceFile(string folder, string name, int from, int to)
    {
        Wave = Path.Combine(folder, name + ".wav");
        Image = Path.Combine(folder, name + ".png");
        _writer = new(Wave, from, to);
    }

    /// <summary>The sound's file.</summary>
    public string Wave { get; }

    /// <summary>The picture's file.</summary>
    public string Image { get; }

    /// <summary>The sum of squares.</summary>
    public double Energy => _squares;

    /// <summary>The largest level, in decibels of full scale.</summary>
    public double Peak => 20 * Math.Log10(_peak);

    /// <summary>The root mean square, in decibels of full scale.</summary>
    public double Level => 10 * Math.Log10(_squares / Math.Max(1, _count));

    /// <summary>The largest power of the spectrogram.</summary>
    public double Loudest => _picture.Loudest;

    /// <summary>A class's name as a file's name: separators and a leading dot are replaced.</summary>
    /// <param name="name">The class.</param>
    /// <param name="taken">Names that are taken.</param>
    public static string NameOf(string name, ICollection<string> taken)
    {
        var safe = string.Concat(name.Select(letter => letter is '/' or '\\' || char.IsControl(letter) ? '_' : letter));
        if (safe.StartsWith('.')) safe = "_" + safe[1..];
        var free = safe;
        for (var i = 2; taken.Contains(free); i++) free = $"{safe}-{i}";
        taken.Add(free);
        return free;
    }

    /// <summary>Takes the next stretch.</summary>
    /// <param name="samples">The samples; full scale is 1.</param>
    public void Write(float[] samples)
    {
        _writer.Write(samples);
        _picture.Add(samples);
        _count += samples.Length;
        foreach (var sample in samples)
        {
            _squares += (double)sample * sample;
            _peak = Math.Max(_peak, Math.Abs(sample));
        }
    }

    /// <summary>Ends the files.</summary>
    /// <param name="loudest">The power of the picture's lightest colour.</param>
    public void Complete(double loudest)
    {
        _writer.Complete();
        PictureFile.Write(Image, _picture.Draw(loudest));
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
