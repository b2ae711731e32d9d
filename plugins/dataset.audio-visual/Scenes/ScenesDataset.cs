using PluginHost.Contracts;
using PluginHost.Learning;
using TorchSharp;
using static TorchSharp.torch;

namespace PluginHost.Plugins.DatasetAudioVisual.Scenes;

/// <summary>
/// Made scenes of two figures, one of which sounds: where the source is in each frame, and which class is heard and seen in each
/// segment, are known exactly. For localisation, segmentation and events; seeded, without files. Made when asked for; thread-safe.
/// </summary>
[Component("scenes")]
public sealed class ScenesDataset : IDataset
{
    private readonly ScenesOptions _options;

    /// <param name="options">Sizes, lengths and the data's seed.</param>
    public ScenesDataset(ScenesOptions options)
    {
        _options = options;
        Info = new DatasetInfo
        {
            Name = $"scenes, {options.Classes.Count} instruments, {options.TrainScenes}/{options.ValidationScenes}/{options.TestScenes} "
                + "a class" + (options.Questions ? ", with questions" : ""),
            Classes = options.Questions ? SceneQuestion.Answers(options.Classes) : options.Classes,
            AudioRate = options.Rate,
            FrameRate = options.FramesPerSegment / options.SegmentSeconds,
        };
    }

    /// <inheritdoc/>
    public DatasetInfo Info { get; }

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public IReadOnlyList<SampleInfo> Samples(Split split)
    {
        var (word, count) = split switch
        {
            Split.Train => ("train", _options.TrainScenes),
            Split.Validation => ("val", _options.ValidationScenes),
            _ => ("test", _options.TestScenes),
        };
        var samples =
            from sounding in Enumerable.Range(0, _options.Classes.Count)
            from number in Enumerable.Range(0, count)
            let id = $"{_options.Classes[sounding]}-{word}-{number:00000}"
            select new SampleInfo
            {
                Id = id, Label = _options.Questions ? Question(id, sounding).Answer : sounding, Split = split, Index = sounding,
            };
        return [.. samples.OrderBy(sample => sample.Label)];
    }

    /// <inheritdoc/>
    public Sample Load(SampleInfo sample)
    {
        var sounding = sample.Index;
        var scene = new Scene(_options, sounding, sample.Id);
        var (frames, size, segments, classes) = (_options.Frames, _options.Size, _options.Segments, _options.Classes.Count);
        var (heard, seen) = (new float[segments * classes], new float[segments * classes]);
        for (var segment = 0; segment < segments; segment++)
        {
            heard[(segment * classes) + sounding] = segment >= scene.First && segment < scene.End ? 1 : 0;
            seen[(segment * classes) + sounding] = seen[(segment * classes) + scene.Other] = 1;
        }

        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal)
        {
            [SampleKeys.Audio] = tensor(scene.Audio()),
            [SampleKeys.Frames] = tensor(scene.Pictures(), [frames, 3, size, size]),
            [AudioVisualKeys.Masks] = tensor(scene.Masks(), [frames, 1, size, size]),
        };
        // Events are counted by the classes of the set, which are answers when there are questions.
        if (_options.Questions)
        {
            var question = Question(sample.Id, sounding);
            return new Sample(sample, tensors, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [AudioVisualKeys.Question] = question.Text, [AudioVisualKeys.Answer] = Info.Classes[question.Answer],
            });
        }

        tensors[AudioVisualKeys.AudioEvents] = tensor(heard, [segments, classes]);
        tensors[AudioVisualKeys.VisualEvents] = tensor(seen, [segments, classes]);
        // Heard and seen is what is heard: the sounding figure is always in view.
        tensors[AudioVisualKeys.Events] = tensor(heard, [segments, classes]);
        return new Sample(sample, tensors);
    }

    private SceneQuestion Question(string id, int sounding) => SceneQuestion.About(_options, sounding, id);
}
