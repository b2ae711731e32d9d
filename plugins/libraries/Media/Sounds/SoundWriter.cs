using NAudio.Dsp;
using NAudio.Wave;

namespace PluginHost.Media.Sounds;

/// <summary>
/// Writes a WAV file of one channel and 16 bits piece by piece, at another rate than the pieces have where that is wanted. The file has its name
/// only once it is whole: until then it ends in <c>.part</c>. For one thread at a time.
/// </summary>
public sealed class SoundWriter : IDisposable
{
    private const string Unfinished = ".part";
    private const int Block = 4096;
    private readonly string _file;
    private readonly WaveFileWriter _writer;
    private readonly WdlResampler? _resampler;
    private readonly double _ratio;
    private readonly Queue<float> _waiting = new();
    private long _taken;
    private long _made;
    private bool _whole;

    /// <summary>Begins a file; one that is there stays until this one is whole.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="from">Samples a second of what is given, in hertz.</param>
    /// <param name="to">Samples a second of the file, in hertz.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public SoundWriter(string file, int from, int to)
    {
        _file = file;
        _ratio = (double)to / from;
        _writer = new WaveFileWriter(file + Unfinished, new WaveFormat(to, 16, 1));
        if (from != to) _resampler = Resampler.Make(from, to);
    }

    /// <summary>Writes on.</summary>
    /// <param name="samples">The next samples; full scale is 1.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(ReadOnlySpan<float> samples)
    {
        _taken += samples.Length;
        if (_resampler is null)
        {
            Put(samples);
            return;
        }

        foreach (var sample in samples) _waiting.Enqueue(sample);
        Resample(atEnd: false);
    }

    /// <summary>Ends the file and gives it its name.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Complete()
    {
        if (_resampler is not null) Resample(atEnd: true);
        _writer.Dispose();
        File.Move(_file + Unfinished, _file, overwrite: true);
        _whole = true;
    }

    /// <summary>Removes a file that is not whole.</summary>
    public void Dispose()
    {
        if (_whole) return;
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // The disk is full: what could not be written is given up.
        }

        File.Delete(_file + Unfinished);
    }

    private void Resample(bool atEnd)
    {
        var output = new float[Block];
        var last = (long)Math.Round(_taken * _ratio);
        while (!atEnd || _made < last)
        {
            var wanted = atEnd ? (int)Math.Min(Block, last - _made) : Block;
            var needed = _resampler!.ResamplePrepare(wanted, 1, out var input);
            if (!atEnd && needed > _waiting.Count) return;
            for (var i = 0; i < needed; i++) input[i] = _waiting.TryDequeue(out var sample) ? sample : 0;
            var got = _resampler.ResampleOut(output, needed, wanted, 1);
            if (got == 0 && needed == 0) return;
            _made += got;
            Put(output.AsSpan(0, got));
        }
    }

    private void Put(ReadOnlySpan<float> samples)
    {
        var bytes = new byte[2 * samples.Length];
        for (var i = 0; i < samples.Length; i++) BitConverter.TryWriteBytes(bytes.AsSpan(2 * i), SoundFile.Rounded(samples[i]));
        _writer.Write(bytes);
    }
}
