using PluginHost.Plugins.AvMoe;
using PluginHost.Plugins.Events;

namespace PluginHost.AudioVisual.Events.Tests;

/// <summary>A batch of toy clips and models built for it.</summary>
internal sealed class Scene : IDisposable
{
    private readonly ToyClips _clips;
    private readonly SampleStore _source;
    private readonly SampleInfo[] _samples;

    public Scene(EventOptions? options = null, ToyClips? clips = null)
    {
        _clips = clips ?? new();
        _source = new(_clips, _clips.Info.Classes, null, 1L << 30);
        Task = new(options ?? EventJob.Questions(EventTaskKind.Localisation));
        _samples = [.. _clips.Samples(Split.Train).Where(sample => sample.Index == 0)];
        Batch = Task.Collate(Task.DrawEvaluation(_samples, _samples), _source);
    }

    public EventTask Task { get; }

    public Batch Batch { get; }

    public ModelSpec Spec(int classes = 4, RandomSource? random = null) => new()
    {
        Classes = classes,
        Inputs = Task.Inputs(_source, _samples[0]),
        Seed = random?.SeedFor("init") ?? 1,
    };

    public AvMoeModel Build(AvMoeOptions options)
    {
        var model = new AvMoeClassifier(options);
        model.Build(Spec());
        return model;
    }

    public ModelOutput Forward(IModel model) => model.Forward(Batch, new() { Features = true });

    public void Dispose()
    {
        Batch.Dispose();
        _source.Dispose();
    }
}
