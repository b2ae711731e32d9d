using PluginHost.DataSets.Pictures;
using PluginHost.Media.Streams;
using PluginHost.Plugins.Separation.Mixing;

namespace PluginHost.Plugins.Separation.Use;

/// <summary>
/// The pictures that guide one source, read as far as they are needed: for each stretch of sound as many frames around its middle as a sample of the
/// run's data set has, so that motion is seen over the time that the model learned it over.
/// </summary>
internal sealed class GuideFrames : IDisposable
{
    private readonly FrameStream _stream;
    private readonly GuideShape _shape;
    private readonly double _start;
    private readonly List<byte[]> _frames = [];
    private int _first;
    private int _total = int.MaxValue;

    /// <summary>Opens the pictures.</summary>
    /// <param name="pictures">Where they are.</param>
    /// <param name="shape">What the run's pictures are like.</param>
    public GuideFrames(GuidingPictures pictures, GuideShape shape)
    {
        (_shape, _start) = (shape, pictures.Start);
        var fitting = new Fitting(shape.Size, "crop", shape.Channels == 3, 0);
        _stream = FrameStream.Open(pictures.Path, shape.FrameRate, shape.Size, shape.Channels, picture => PictureFitting.Fit(picture, fitting));
    }

    /// <summary>The frames around a moment.</summary>
    /// <param name="seconds">The moment of the sound; not before that of the call before.</param>
    /// <returns>uint8 (frames, channels, size, size), and which of them is the moment's.</returns>
    public (Tensor Frames, int Middle) Around(double seconds)
    {
        var middle = (int)Math.Clamp(Math.Floor(((seconds - _start) * _shape.FrameRate) + 1e-6), 0, int.MaxValue / 2);
        var from = Math.Max(0, middle - (_shape.Frames / 2));
        ReadTo(from + _shape.Frames);
        var to = Math.Min(from + _shape.Frames, _total);
        from = Math.Max(Math.Max(0, to - _shape.Frames), _first);
        var count = to - from;
        var plane = _shape.Channels * _shape.Size * _shape.Size;
        var bytes = new byte[count * plane];
        for (var i = 0; i < count; i++) _frames[from + i - _first].CopyTo(bytes, i * plane);
        Forget(from);
        return (tensor(bytes, [count, _shape.Channels, _shape.Size, _shape.Size]), Math.Clamp(middle, from, to - 1) - from);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void ReadTo(int end)
    {
        while (_first + _frames.Count < Math.Min(end, _total))
        {
            if (_stream.Next() is { } frame) _frames.Add(frame);
            else _total = _first + _frames.Count;
        }
    }

    // The next moment may be one frame on only, and near the end the last frames are needed again.
    private void Forget(int before)
    {
        var gone = Math.Min(before - _first, Math.Max(0, _frames.Count - _shape.Frames));
        _frames.RemoveRange(0, gone);
        _first += gone;
    }
}

/// <summary>What the pictures of a run's samples are like.</summary>
/// <param name="Frames">Frames of a sample.</param>
/// <param name="Channels">1 or 3.</param>
/// <param name="Size">Pixels on a side.</param>
/// <param name="FrameRate">Frames a second.</param>
internal sealed record GuideShape(int Frames, int Channels, int Size, double FrameRate)
{
    /// <summary>Looks at a sample of the run.</summary>
    /// <param name="model">The trained model.</param>
    /// <exception cref="JobException">Samples have no pictures, or none that are square.</exception>
    public static GuideShape Of(ITrainedModel model)
    {
        using var sample = model.Load(model.Tested[0]);
        if (sample.Tensors.TryGetValue(SampleKeys.Frames, out var frames) && frames.shape[2] == frames.shape[3])
            return new((int)frames.shape[0], (int)frames.shape[1], (int)frames.shape[2], model.Dataset.FrameRate);
        throw new JobException(new Finding
        {
            Code = "SEP0201",
            Where = "dataset",
            What = frames is null
                ? $"The run's data set '{model.Dataset.Name}' gives features and no pictures, so pictures of other files cannot be brought to them"
                : $"The run's data set '{model.Dataset.Name}' has pictures of {frames.shape[2]} x {frames.shape[3]}",
            Expected = "a run on square pictures",
        });
    }
}
